/* The table of orders, in an SQLite database. */
'use strict';

const { Database } = require('node-sqlite3-wasm');

class OrderTable {
    constructor(file) {
        this.database = new Database(file);
        this.database.exec(
            'create table if not exists orders (id text primary key, item text not null, '
            + "quantity integer not null check (quantity > 0), state text not null)");
    }

    /** False if the database does not want the order. If it throws, nobody knows whether the order is there. */
    place(order, state) {
        try {
            this.database.run('insert into orders values (?, ?, ?, ?)', [order.id, order.item, order.quantity, state]);
            return true;
        } catch (e) {
            if (e.message.includes('constraint failed')) return false;
            throw e;
        }
    }

    setState(order, state) {
        this.database.run('update orders set state = ? where id = ?', [state, order.id]);
    }

    /** Undefined if there is no such order. */
    find(id) {
        return this.database.get('select item, state from orders where id = ?', [id]) || undefined;
    }

    all() {
        return this.database.all('select item, state from orders order by item');
    }

    close() {
        this.database.close();
    }
}

module.exports = { OrderTable };
