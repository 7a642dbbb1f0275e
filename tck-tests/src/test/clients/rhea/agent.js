/*
 * The rhea client as a test agent: one request per line on standard input, one answer per line on standard output,
 * both form-encoded (see ClientAgent.java for the verbs). Nothing here decides a test; it only does what it is told
 * and reports what the client library showed.
 */
'use strict';

const fs = require('fs');
const readline = require('readline');
const rhea = require('rhea');

const container = rhea.create_container();
container.options.reconnect = false;
const connections = new Map();
const links = new Map();

class Request {
    constructor(fields) {
        this.fields = fields;
        this.done = false;
    }
    answer(result) {
        if (this.done) return;
        this.done = true;
        if (this.timer) clearTimeout(this.timer);
        const encoded = new URLSearchParams({ id: this.fields.id, status: 'ok' });
        for (const [key, value] of Object.entries(result || {})) {
            if (value !== undefined && value !== null) encoded.set(key, String(value));
        }
        process.stdout.write(encoded.toString() + '\n');
    }
    fail(condition, description) {
        this.answer({ status: 'error', condition: condition || 'client-error', description: description || '' });
    }
    failWith(error) {
        this.fail(error && error.condition, error && (error.description || error.message || String(error)));
    }
}

const yes = (value) => value === 'true';
const list = (value) => (value ? value.split(',') : undefined);
const adler32 = (buffer) => {
    let a = 1, b = 0;
    for (let i = 0; i < buffer.length; i++) {
        a += buffer[i];
        b += a;
        if ((i & 2047) === 2047) { a %= 65521; b %= 65521; }
    }
    return (((b % 65521) * 65536) + (a % 65521)).toString();
};
const pattern = (size) => {
    const bytes = Buffer.allocUnsafe(size);
    for (let i = 0; i < size; i++) bytes[i] = i % 251;
    return bytes;
};

function decodeValue(prefix, fields) {
    const text = fields[prefix];
    const colon = text.indexOf(':');
    const value = text.substring(colon + 1);
    switch (text.substring(0, colon)) {
    case 'string': return value;
    case 'symbol': return rhea.types.wrap_symbol(value);
    case 'int': return rhea.types.wrap_int(parseInt(value, 10));
    case 'long': return rhea.types.wrap_long(parseInt(value, 10));
    case 'double': return rhea.types.wrap_double(parseFloat(value));
    case 'byte': return rhea.types.wrap_byte(parseInt(value, 10));
    case 'timestamp': return rhea.types.wrap_timestamp(parseInt(value, 10));
    case 'bool': return yes(value);
    case 'null': return null;
    case 'binary': return rhea.types.wrap_binary(Buffer.from(value, 'hex'));
    case 'data': return rhea.message.data_section(Buffer.from(value, 'hex'));
    case 'map': case 'list': {
        const entries = {};
        const start = prefix + '.';
        for (const key of Object.keys(fields)) {
            if (key.startsWith(start)) entries[key.substring(start.length)] = decodeValue(key, fields);
        }
        return text.startsWith('map') ? entries : Object.keys(entries).sort((a, b) => a - b).map((k) => entries[k]);
    }
    default: throw new Error('unknown type in ' + text);
    }
}

function encodeValue(prefix, value, out) {
    if (value === null || value === undefined) out[prefix] = 'null:';
    else if (typeof value === 'string') out[prefix] = 'string:' + value;
    else if (typeof value === 'number' || typeof value === 'bigint') out[prefix] = 'number:' + value;
    else if (typeof value === 'boolean') out[prefix] = 'bool:' + value;
    else if (value instanceof Date) out[prefix] = 'number:' + value.getTime();
    else if (Buffer.isBuffer(value)) encodeBytes(prefix, 'binary', value, out);
    else if (value.typecode === 0x75) {
        encodeBytes(prefix, 'data', Array.isArray(value.content) ? Buffer.concat(value.content) : value.content, out);
    } else if (Array.isArray(value)) {
        out[prefix] = 'list:';
        value.forEach((element, i) => encodeValue(prefix + '.' + i, element, out));
    } else if (value.typecode === 0x76) {
        out[prefix] = 'list:';
        value.content.forEach((element, i) => encodeValue(prefix + '.' + i, element, out));
    } else {
        out[prefix] = 'map:';
        for (const [key, element] of Object.entries(value)) encodeValue(prefix + '.' + key, element, out);
    }
}

function encodeBytes(prefix, type, bytes, out) {
    if (bytes.length > 4096) {
        out[prefix] = 'large:' + type;
        out['m.size'] = bytes.length;
        out['m.adler32'] = adler32(bytes);
    } else {
        out[prefix] = type + ':' + bytes.toString('hex');
    }
}

const TEXT_FIELDS = {
    'subject': 'subject', 'to': 'to', 'reply-to': 'reply_to', 'group-id': 'group_id', 'content-type': 'content_type',
    'id': 'message_id', 'correlation-id': 'correlation_id'
};
const NUMBER_FIELDS = { 'priority': 'priority', 'ttl': 'ttl', 'group-sequence': 'group_sequence' };

function decodeMessage(fields) {
    const message = { durable: fields['m.durable'] !== 'false' };
    for (const [name, property] of Object.entries(TEXT_FIELDS)) {
        if (fields['m.' + name] !== undefined) message[property] = fields['m.' + name];
    }
    for (const [name, property] of Object.entries(NUMBER_FIELDS)) {
        if (fields['m.' + name] !== undefined) message[property] = parseInt(fields['m.' + name], 10);
    }
    for (const key of Object.keys(fields)) {
        if (key.startsWith('m.p.')) {
            message.application_properties = message.application_properties || {};
            message.application_properties[key.substring(4)] = decodeValue(key, fields);
        } else if (key.startsWith('m.a.')) {
            message.message_annotations = message.message_annotations || {};
            message.message_annotations[key.substring(4)] = decodeValue(key, fields);
        }
    }
    if (fields['m.size']) message.body = rhea.message.data_section(pattern(parseInt(fields['m.size'], 10)));
    else if (fields['m.body'] !== undefined) message.body = decodeValue('m.body', fields);
    else message.body = null;
    return message;
}

function encodeMessage(message) {
    const out = {};
    encodeValue('m.body', message.body, out);
    for (const [name, property] of Object.entries(Object.assign({}, TEXT_FIELDS, NUMBER_FIELDS))) {
        const value = message[property];
        if (value !== undefined && value !== null) out['m.' + name] = Buffer.isBuffer(value) ? value.toString('hex') : value;
    }
    out['m.durable'] = !!message.durable;
    out['m.delivery-count'] = message.delivery_count || 0;
    for (const [key, value] of Object.entries(message.application_properties || {})) encodeValue('m.p.' + key, value, out);
    for (const [key, value] of Object.entries(message.message_annotations || {})) encodeValue('m.a.' + key, value, out);
    for (const [key, value] of Object.entries(message.delivery_annotations || {})) encodeValue('m.d.' + key, value, out);
    return out;
}

function connect(request) {
    const f = request.fields;
    const options = { host: f.host, port: parseInt(f.port, 10), reconnect: false, container_id: f.container || ('rhea-' + f.conn + '-' + process.pid) };
    if (f.user) { options.username = f.user; options.password = f.password; }
    else if (f.sasl === 'anonymous') options.username = 'anonymous';
    if (f.vhost) options.hostname = f.vhost;
    if (f['max-frame']) options.max_frame_size = parseInt(f['max-frame'], 10);
    if (f.ca) {
        options.transport = 'tls';
        options.ca = fs.readFileSync(f.ca);
        options.servername = 'localhost';
        options.rejectUnauthorized = true;
        if (f.cert) {
            options.cert = fs.readFileSync(f.cert);
            options.key = fs.readFileSync(f.key);
            options.enable_sasl_external = true;
        }
    }
    if (f.ws) {
        const dial = rhea.websocket_connect(require('ws'));
        options.connection_details = dial(f.ws, ['amqp'], {});
    }
    const connection = container.connect(options);
    const state = { connection: connection, opening: request, links: new Set(), closing: null };
    connections.set(f.conn, state);
    connection.on('connection_open', () => {
        const remote = connection.remote.open || {};
        if ((remote.properties || {})['amqp:connection-establishment-failed']) return; // the close follows
        const offered = remote.offered_capabilities;
        request.answer({
            offered: Array.isArray(offered) ? offered.join(',') : offered,
            product: remote.properties && remote.properties.product,
            container: remote.container_id
        });
    });
    const lost = (condition, description) => {
        request.fail(condition, description);
        for (const link of state.links) link.lost(condition, description);
        if (state.closing) state.closing.answer();
        if (state.watch) state.watch.answer({ condition: condition, description: description });
        state.error = { condition: condition, description: description };
    };
    connection.on('connection_error', (context) => {
        const error = connection.error || context.error || {};
        lost(error.condition || 'connection-error', error.description || error.message);
    });
    connection.on('connection_close', () => lost('connection-closed', ''));
    connection.on('disconnected', (context) => lost('connection-lost', context.error ? String(context.error) : ''));
    connection.on('protocol_error', (error) => lost('protocol-error', String(error)));
    connection.on('error', (error) => lost('client-error', String(error)));
}

class LinkState {
    constructor(name, connectionState, opening) {
        this.name = name;
        this.opening = opening;
        this.sends = new Map();
        this.messages = [];
        this.waiting = [];
        this.unsettled = new Map();
        this.settling = new Map();
        this.deliveries = 0;
        this.error = null;
        this.connectionState = connectionState;
        connectionState.links.add(this);
        links.set(name, this);
    }
    lost(condition, description) {
        if (!this.error) this.error = { condition: condition, description: description };
        this.opening.fail(condition, description);
        for (const request of this.sends.values()) request.fail(condition, description);
        this.sends.clear();
        for (const request of this.waiting) request.fail(condition, description);
        this.waiting = [];
        for (const request of this.settling.values()) request.fail(condition, description);
        this.settling.clear();
        for (const verb of ['draining', 'closing', 'watch']) {
            if (this[verb]) this[verb].answer({ condition: condition, description: description });
            this[verb] = null;
        }
    }
    closed(error) {
        const known = error || this.link.error;
        this.lost(known ? known.condition : 'link-closed', known ? known.description : '');
    }
    hand(request) {
        const next = this.messages.shift();
        if (this.topup) this.link.add_credit(1);
        const out = encodeMessage(next.message);
        out.found = true;
        out.delivery = next.number;
        request.answer(out);
    }
}

function openSender(request) {
    const f = request.fields;
    const state = new LinkState(f.link, connections.get(f.conn), request);
    const target = { address: f.address };
    if (yes(f.dynamic)) { target.dynamic = true; delete target.address; }
    if (f.caps) target.capabilities = list(f.caps);
    const options = { name: f.name || f.link, target: target, autosettle: true };
    if (yes(f.settled)) options.snd_settle_mode = 1;
    const sender = connections.get(f.conn).connection.open_sender(options);
    state.link = sender;
    sender.on('sender_open', () => {
        const remote = sender.remote.attach.target;
        if (remote && (remote.address || !f.address)) request.answer({ address: remote.address });
    });
    const outcome = (name) => (context) => {
        const pending = state.sends.get(context.delivery);
        if (!pending) return;
        state.sends.delete(context.delivery);
        const remote = context.delivery.remote_state || {};
        const error = remote.error || {};
        pending.answer({ outcome: name, condition: error.condition, description: error.description });
    };
    for (const name of ['accepted', 'rejected', 'released', 'modified']) sender.on(name, outcome(name));
    sender.on('sender_error', () => state.closed(sender.error));
    sender.on('sender_close', () => state.closed(sender.error));
}

function openReceiver(request) {
    const f = request.fields;
    const state = new LinkState(f.link, connections.get(f.conn), request);
    const source = { address: f.address };
    if (yes(f.dynamic)) { source.dynamic = true; delete source.address; }
    if (f.caps) source.capabilities = list(f.caps);
    if (f.selector) source.filter = rhea.filter.selector(f.selector);
    if (yes(f['no-local'])) {
        source.filter = Object.assign(source.filter || {}, { 'no-local': rhea.types.wrap_described([], 0x468C00000003) });
    }
    if (yes(f.durable)) { source.durable = 2; source.expiry_policy = 'never'; }
    if (yes(f.browse)) source.distribution_mode = 'copy';
    const options = { name: f.name || f.link, source: source, credit_window: 0, autoaccept: false, autosettle: true };
    if (yes(f['settle-second'])) { options.rcv_settle_mode = 1; state.second = true; }
    const receiver = connections.get(f.conn).connection.open_receiver(options);
    state.link = receiver;
    state.topup = f.topup !== 'false';
    receiver.on('receiver_open', () => {
        const remote = receiver.remote.attach.source;
        if (!remote || !remote.address) return; // a refusal: the detach with the reason follows
        const credit = parseInt(f.credit || '10', 10);
        if (credit > 0) receiver.add_credit(credit);
        request.answer({ address: remote.address, filters: remote.filter ? Object.keys(remote.filter).join(',') : '' });
    });
    receiver.on('message', (context) => {
        const number = ++state.deliveries;
        state.unsettled.set(number, context.delivery);
        state.messages.push({ number: number, message: context.message });
        if (state.waiting.length > 0) state.hand(state.waiting.shift());
    });
    receiver.on('settled', (context) => {
        const pending = state.settling.get(context.delivery);
        state.settling.delete(context.delivery);
        if (pending) pending.answer({ settled: true });
    });
    receiver.on('receiver_drained', () => {
        receiver.drain = false;
        if (state.draining) state.draining.answer({ buffered: state.messages.length });
        state.draining = null;
    });
    receiver.on('receiver_error', () => state.closed(receiver.error));
    receiver.on('receiver_close', () => state.closed(receiver.error));
}

function settle(request) {
    const f = request.fields;
    const state = links.get(f.link);
    const delivery = state.unsettled.get(parseInt(f.delivery, 10));
    state.unsettled.delete(parseInt(f.delivery, 10));
    if (state.second) state.settling.set(delivery, request);
    switch (f.outcome) {
    case 'accepted': delivery.accept(); break;
    case 'rejected': delivery.reject({ condition: 'test:rejected', description: 'rejected by the test' }); break;
    case 'released': delivery.release({ delivery_failed: false }); break;
    case 'modified':
        delivery.modified({ delivery_failed: yes(f.failed), undeliverable_here: yes(f.undeliverable) });
        break;
    default: throw new Error('unknown outcome ' + f.outcome);
    }
    if (!state.second) request.answer();
}

const verbs = {
    'connect': connect,
    'open-sender': openSender,
    'open-receiver': openReceiver,
    'send': (request) => {
        const state = links.get(request.fields.link);
        if (state.error) return request.failWith(state.error);
        const delivery = state.link.send(decodeMessage(request.fields));
        if (state.link.local.attach.snd_settle_mode === 1) request.answer({ outcome: 'settled' });
        else state.sends.set(delivery, request);
    },
    'receive': (request) => {
        const state = links.get(request.fields.link);
        if (state.messages.length > 0) return state.hand(request);
        if (state.error) return request.failWith(state.error);
        state.waiting.push(request);
        request.timer = setTimeout(() => {
            state.waiting = state.waiting.filter((other) => other !== request);
            request.answer({ found: false });
        }, parseInt(request.fields.timeout, 10));
    },
    'settle': settle,
    'credit': (request) => {
        links.get(request.fields.link).link.add_credit(parseInt(request.fields.credit, 10));
        request.answer();
    },
    'drain': (request) => {
        const state = links.get(request.fields.link);
        state.draining = request;
        state.link.drain = true;
        state.link.add_credit(parseInt(request.fields.credit, 10));
    },
    'detach': (request) => {
        const state = links.get(request.fields.link);
        state.closing = request;
        state.link.detach();
        links.delete(request.fields.link);
    },
    'close-link': (request) => {
        const state = links.get(request.fields.link);
        if (state.error) return request.answer(state.error);
        state.closing = request;
        state.link.close();
        links.delete(request.fields.link);
    },
    'await-detach': (request) => {
        const state = links.get(request.fields.link);
        if (state.error) return request.answer(state.error);
        state.watch = request;
    },
    'await-close': (request) => {
        const state = connections.get(request.fields.conn);
        if (state.error) return request.answer(state.error);
        state.watch = request;
    },
    'close': (request) => {
        const state = connections.get(request.fields.conn);
        if (state.error) return request.answer(state.error);
        state.closing = request;
        state.connection.close();
    }
};

container.on('error', () => { });
process.on('uncaughtException', (error) => process.stderr.write('uncaught: ' + error.stack + '\n'));
readline.createInterface({ input: process.stdin }).on('line', (line) => {
    const request = new Request(Object.fromEntries(new URLSearchParams(line)));
    try {
        const verb = verbs[request.fields.op];
        if (!verb) throw new Error('rhea agent has no verb ' + request.fields.op);
        verb(request);
    } catch (error) {
        request.failWith(error);
    }
}).on('close', () => process.exit(0));
