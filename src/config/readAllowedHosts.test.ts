import { ConfigReader } from '@backstage/config';
import { readAllowedHosts } from './readAllowedHosts';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

describe('readAllowedHosts', () => {
  it('has none without URLs', () => {
    expect(readAllowedHosts(new ConfigReader({}))).toEqual([]);
  });

  it('has those of the app and the backend', () => {
    const config = new ConfigReader({
      app: { baseUrl: 'https://Portal.example.com:8443/x' },
      backend: { baseUrl: 'https://api.example.com' },
    });

    expect(readAllowedHosts(config)).toEqual([
      'portal.example.com',
      'api.example.com',
    ]);
  });

  it.each([
    'http://localhost:7007',
    'http://127.0.0.1:7007',
    'http://[::1]:7007',
  ])('has each name of this machine for the backend at %s', baseUrl => {
    const config = new ConfigReader({ backend: { baseUrl } });

    expect(readAllowedHosts(config)).toEqual(expect.arrayContaining(LOOPBACK));
  });

  it('has no name of this machine when only the app is on it', () => {
    const config = new ConfigReader({
      app: { baseUrl: 'http://127.0.0.1:3000' },
      backend: { baseUrl: 'https://api.example.com' },
    });

    expect(readAllowedHosts(config)).toEqual(['127.0.0.1', 'api.example.com']);
  });

  it('names the config path of a URL that is none', () => {
    const config = new ConfigReader({ backend: { baseUrl: 'localhost' } });

    expect(() => readAllowedHosts(config)).toThrow("'backend.baseUrl'");
  });
});
