// What the page of @backstage/plugin-auth does for a guest.
const { authUrl } = document.currentScript.dataset;
const session = location.pathname.split('/').pop();

function byId(id) {
  return document.getElementById(id);
}

async function ask(path, init) {
  const response = await fetch(`${authUrl}${path}`, init);
  if (!response.ok) {
    throw new Error(`${path} answered ${response.status}`);
  }
  return response.json();
}

async function answer(how) {
  const { backstageIdentity } = await ask('/guest/refresh', {
    method: 'POST',
    headers: { 'x-requested-with': 'XMLHttpRequest' },
  });
  const { redirectUrl } = await ask(`/v1/sessions/${session}/${how}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${backstageIdentity.token}` },
  });
  location.assign(redirectUrl);
}

function fail(error) {
  byId('status').textContent = `${error.message}. Start again at the client.`;
}

for (const how of ['approve', 'reject']) {
  const button = byId(how);
  button.disabled = false;
  button.addEventListener('click', () => {
    answer(how).catch(fail);
  });
}

ask(`/v1/sessions/${session}`)
  .then(({ clientName, redirectUri }) => {
    byId('client').textContent =
      `${clientName} asks to act as you. It is called back at ${redirectUri}.`;
  })
  .catch(fail);
