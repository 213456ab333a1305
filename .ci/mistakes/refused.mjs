/** What is read of arguments that the action's schema refuses. */
export function refused(line) {
  const literal = line.replace(/[$().[\]|*+?^{}\\]/g, '\\$&');
  return new RegExp(
    `^InputError: Invalid input to action "[^"]+"\\n- ${literal}`,
  );
}
