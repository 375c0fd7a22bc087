// The SSH front of the Lab's firewalls. It logs people in (asking its parent over stdin/stdout, one JSON object a line)
// and then pipes the bytes of each shell channel, untouched, to a loopback socket of the parent. It knows nothing of firewalls.
'use strict';

const crypto = require('node:crypto');
const net = require('node:net');
const readline = require('node:readline');
const { Server, utils } = require('ssh2');

const LOGINS_PER_CONNECTION = 3;
const LEGACY = {
  kex: ['diffie-hellman-group1-sha1'],
  cipher: ['3des-cbc'],
  hmac: ['hmac-sha1'],
  serverHostKey: ['ssh-rsa'],
};

const waiting = new Map();
let asked = 0;
let start;

function say(message) {
  process.stdout.write(JSON.stringify(message) + '\n');
}

function mayLogIn(endpoint, user, password) {
  return new Promise((resolve) => {
    const login = ++asked;
    waiting.set(login, resolve);
    say({ login, endpoint: endpoint.name, user, password });
  });
}

function serve(endpoint, connection) {
  let user = '';
  let refused = 0;
  let keyTaken = false;

  connection.setNoDelay(true);
  // A client that goes away, or cannot agree on algorithms, is its own business.
  connection.on('error', () => {});

  connection.on('authentication', async (attempt) => {
    user = attempt.username;
    const judge = async (password) => {
      if (await mayLogIn(endpoint, user, password)) return attempt.accept();
      if (endpoint.hangsUpOnRefusal) return connection.end();
      attempt.reject(endpoint.logins);
      if (++refused >= LOGINS_PER_CONNECTION) connection.end();
    };
    const judgeKey = (shown) => {
      const key = utils.parseKey(`${shown.key.algo} ${shown.key.data.toString('base64')}`);
      const known = shown.key.data.toString('base64') === endpoint.authorizedKey && !(key instanceof Error);
      // Without a signature a client only asks whether the key would do.
      if (!known || (shown.signature && key.verify(shown.blob, shown.signature, shown.hashAlgo) !== true)) return shown.reject(['publickey']);
      if (!endpoint.keyThenPassword || !shown.signature) return shown.accept();
      keyTaken = true;
      return shown.reject(['password'], true);
    };
    if (attempt.method === 'publickey' && endpoint.logins.includes('publickey')) judgeKey(attempt);
    else if (keyTaken && attempt.method === 'password') await judge(attempt.password);
    else if (!endpoint.logins.includes(attempt.method)) attempt.reject(endpoint.logins);
    else if (attempt.method === 'password') await judge(attempt.password);
    else attempt.prompt([{ prompt: 'Password: ', echo: false }], (answers) => judge(String(answers?.[0] ?? '')));
  });

  connection.on('tcpip', (accept, reject, info) => {
    if (!endpoint.forwards) return reject();
    const target = net.connect(info.destPort, info.destIP, () => {
      const channel = accept();
      target.setNoDelay(true);
      channel.pipe(target);
      target.pipe(channel);
      channel.on('error', () => target.destroy());
      channel.on('close', () => target.destroy());
    });
    target.on('error', () => reject?.());
  });

  connection.on('session', (accept) => {
    const session = accept();
    session.on('pty', (acceptPty) => acceptPty?.());
    session.on('window-change', (acceptChange) => acceptChange?.());
    // An ASA takes an exec request, shows its prompt and the command as if somebody had begun to type it, and then hangs. Elsewhere the mistake is seen at once, also by
    // clients that do not mind a refusal.
    session.on('exec', (acceptExec, reject, request) => {
      say({ exec: endpoint.name });
      if (endpoint.hangsOnExec) return pipe(endpoint, user, acceptExec(), connection, request.command);
      reject?.();
      connection.end();
    });
    session.on('shell', (acceptShell) => pipe(endpoint, user, acceptShell(), connection));
  });
}

function pipe(endpoint, user, channel, connection, typed = '') {
  const shell = net.connect(start.shellPort, '127.0.0.1');
  shell.setNoDelay(true);
  shell.write(JSON.stringify({ token: start.token, endpoint: endpoint.name, user }) + '\n' + typed);
  channel.pipe(shell);
  shell.pipe(channel);
  // Whoever ends first takes the connection with it, as leaving the only shell of an ASA does.
  shell.on('error', () => connection.end());
  shell.on('close', () => {
    channel.end();
    channel.close();
    connection.end();
  });
  channel.on('error', () => shell.destroy());
  channel.on('close', () => shell.destroy());
}

function hostKey(legacy) {
  // Some two of a thousand fresh ed25519 keys ssh2 1.17 cannot read back; then another is made.
  for (;;) {
    const key = legacy ? utils.generateKeyPairSync('rsa', { bits: 2048 }) : utils.generateKeyPairSync('ed25519');
    const parsed = utils.parseKey(key.private);
    if (!(parsed instanceof Error)) return { key: key.private, publicKey: parsed.getPublicSSH() };
  }
}

function listen(endpoint) {
  const { key, publicKey } = hostKey(endpoint.legacy);
  const fingerprint = 'SHA256:' + crypto.createHash('sha256').update(publicKey).digest('base64').replace(/=+$/, '');
  const settings = { hostKeys: [key], ident: endpoint.ident, banner: endpoint.bannerBeforeLogin ?? undefined };
  if (endpoint.legacy) settings.algorithms = LEGACY;
  const server = new Server(settings, (connection) => serve(endpoint, connection));
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => resolve({ name: endpoint.name, port: server.address().port, fingerprint }));
  });
}

const lines = readline.createInterface({ input: process.stdin });
lines.on('line', async (line) => {
  const message = JSON.parse(line);
  if (!start) {
    start = message;
    say({ listening: await Promise.all(start.endpoints.map(listen)) });
    return;
  }
  waiting.get(message.login)?.(message.accepted);
  waiting.delete(message.login);
});
// The parent is gone, however it went: so is the front.
lines.on('close', () => process.exit(0));
