import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readMcpActionsConfig } from './readMcpActionsConfig';

function read(data: JsonObject) {
  return readMcpActionsConfig(new ConfigReader(data)).allowedHosts;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

describe('allowedHosts', () => {
  it('is empty without URLs', () => {
    expect(read({})).toEqual([]);
  });

  it('has the hosts of the app and the backend', () => {
    const config = {
      app: { baseUrl: 'https://Portal.example.com:8443/x' },
      backend: { baseUrl: 'https://api.example.com' },
    };

    expect(read(config)).toEqual(['portal.example.com', 'api.example.com']);
  });

  it.each([
    'http://localhost:7007',
    'http://127.0.0.1:7007',
    'http://[::1]:7007',
  ])('has each local name for the backend at %s', baseUrl => {
    const config = { backend: { baseUrl } };

    expect(read(config)).toEqual(expect.arrayContaining(LOOPBACK));
  });

  it('has no local name when only the app is on this machine', () => {
    const config = {
      app: { baseUrl: 'http://127.0.0.1:3000' },
      backend: { baseUrl: 'https://api.example.com' },
    };

    expect(read(config)).toEqual(['127.0.0.1', 'api.example.com']);
  });

  it('names the config path of an invalid URL', () => {
    const config = { backend: { baseUrl: 'localhost' } };

    expect(() => read(config)).toThrow("'backend.baseUrl'");
  });
});
