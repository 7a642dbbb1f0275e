/*
 * A shop. An order is a row in the database and a message to the warehouse, and there is one if and only if there is the
 * other: the message is sent as a half message before the row is written, and becomes visible when the order is paid.
 *
 * Usage: node orders.js [--uri=amqp://HOST:PORT] [--database=FILE] [CASE...]     (see README.md)
 */
'use strict';

const { randomUUID } = require('node:crypto');
const { EventEmitter, once } = require('node:events');
const rhea = require('rhea');
const { HalfMessages } = require('./half-messages');
const { OrderTable } = require('./order-table');

const WAREHOUSE = 'sample.node.warehouse';
const GROUP = 'sample-node-shop';
const CHECK_AFTER_MILLIS = 500;
/* Longer than any local transaction takes: an order that is not in the table by then will never be. */
const TRANSACTION_LIMIT_MILLIS = 10_000;
const PATIENCE_MILLIS = 60_000;

const say = (item, text) => console.log(`${item}: ${text}`);

class Shop {
    constructor(connection, table) {
        this.connection = connection;
        this.table = table;
        this.events = new EventEmitter();
        this.half = new HalfMessages(connection, GROUP, (id, age) => this.check(id, age));
        connection.open_receiver(WAREHOUSE).on('message', ({ message }) => {
            say('warehouse', `ships the ${message.body}`);
            this.events.emit(`shipped ${message.message_id}`);
        });
    }

    /** What is to happen to the message follows from the order, and from nothing else. */
    check(id, age) {
        const order = this.table.find(id);
        const answer = order ? Shop.outcome(order.state) : age > TRANSACTION_LIMIT_MILLIS ? 'rollback' : 'unknown';
        say(order ? order.item : id, `asked by the broker: the order is ${order ? order.state : 'missing'}, ${answer}`);
        this.events.emit(`${answer} ${id}`);
        return answer;
    }

    static outcome(state) {
        return { 'paid': 'commit', 'cancelled': 'rollback' }[state] || 'unknown';
    }

    /** Resolved when something happens to the order; to be called before it can. */
    next(event, order) {
        return once(this.events, `${event} ${order.id}`, { signal: AbortSignal.timeout(PATIENCE_MILLIS) });
    }

    /** Half message, local transaction, decision. */
    async place(order, state, { address = WAREHOUSE, beforeDecision = async () => {} } = {}) {
        const message = { address, id: order.id, body: order.item, checkAfterMillis: CHECK_AFTER_MILLIS };
        const execute = async () => {
            const outcome = this.write(order, state);
            await beforeDecision();
            return outcome;
        };
        try {
            const { outcome, told, failure } = await this.half.transact(message, execute);
            if (failure) {
                say(order.item, `it is not known what became of the order (${failure.message}): the broker will ask`);
            } else if (told) {
                say(order.item, `the broker is told: ${outcome}`);
            } else if (outcome !== 'unknown') {
                say(order.item, 'the broker cannot be told, and will ask');
            }
        } catch (e) {
            say(order.item, `the half message is not stored (${e.message}): no order is placed`);
        }
    }

    /** The local transaction. */
    write(order, state) {
        say(order.item, 'the half message is stored');
        if (!this.table.place(order, state)) {
            say(order.item, 'the database refuses the order');
            return 'rollback';
        }
        say(order.item, `the order is in the table: ${state}`);
        return Shop.outcome(state);
    }
}

const order = (item, quantity = 1) => ({ id: randomUUID(), item, quantity });

const CASES = {
    'paid': async (shop) => {
        const anchor = order('anchor');
        const shipped = shop.next('shipped', anchor);
        await shop.place(anchor, 'paid');
        await shipped;
    },
    'half-write-fails': async (shop) => {
        // No such queue: names with a dollar belong to the broker.
        await shop.place(order('rope'), 'paid', { address: '$sample.closed' });
    },
    'database-fails': async (shop) => {
        await shop.place(order('sail', 0), 'paid');
    },
    'broker-dies': async (shop) => {
        const compass = order('compass');
        const shipped = shop.next('shipped', compass);
        await shop.place(compass, 'paid', {
            beforeDecision: async () => {
                const lost = once(shop.connection, 'disconnected', { signal: AbortSignal.timeout(PATIENCE_MILLIS) });
                say(compass.item, 'kill the broker now, and start it again');
                await lost;
            }
        });
        await shipped;
    },
    'paid-later': async (shop) => {
        const lantern = order('lantern');
        const unknown = shop.next('unknown', lantern);
        const shipped = shop.next('shipped', lantern);
        await shop.place(lantern, 'not paid');
        await unknown;
        shop.table.setState(lantern, 'paid');
        say(lantern.item, 'the payment arrives');
        await shipped;
    },
    'cancelled': async (shop) => {
        const bell = order('bell');
        const unknown = shop.next('unknown', bell);
        const rollback = shop.next('rollback', bell);
        await shop.place(bell, 'not paid');
        await unknown;
        shop.table.setState(bell, 'cancelled');
        say(bell.item, 'the order is cancelled');
        await rollback;
    }
};

function options(args) {
    const result = { uri: 'amqp://localhost:5672', database: 'orders.db', cases: [] };
    for (const arg of args) {
        if (arg.startsWith('--uri=')) result.uri = arg.slice('--uri='.length);
        else if (arg.startsWith('--database=')) result.database = arg.slice('--database='.length);
        else if (arg in CASES) result.cases.push(arg);
        else throw new Error(`there is no case ${arg}, only ${Object.keys(CASES).join(', ')}`);
    }
    if (result.cases.length === 0) {
        result.cases = Object.keys(CASES).filter((name) => name !== 'broker-dies');
    }
    return result;
}

async function main() {
    const { uri, database, cases } = options(process.argv.slice(2));
    const { hostname, port } = new URL(uri);
    const table = new OrderTable(database);
    const connection = rhea.create_container().connect({ host: hostname, port: port || 5672, reconnect: 500 });
    let told = false;
    connection.on('connection_open', () => { told = false; });
    connection.on('disconnected', () => {
        if (!told) console.error(`no connection to ${uri}; trying again`);
        told = true;
    });
    try {
        const shop = new Shop(connection, table);
        for (const name of cases) {
            console.log(`== ${name}`);
            await CASES[name](shop);
        }
        table.all().forEach((row) => say('table', `${row.item}, ${row.state}`));
    } finally {
        connection.close();
        table.close();
    }
}

main().catch((e) => {
    console.error(e.message);
    process.exitCode = 1;
});
