/*
 * Half messages with rhea: prepare, run the local transaction, decide, and answer when the broker asks. See
 * docs/half-messages.md.
 * It knows nothing of orders: copy it, and give it your own check.
 */
'use strict';

const DECISIONS = '$half';

class HalfMessages {
    /**
     * @param connection of rhea; it may reconnect
     * @param group the producer group: all who can look into the same database
     * @param check is given a half id and the age of its half message in milliseconds, and returns 'commit', 'rollback'
     *     or, as long as it cannot be known, 'unknown'; if it throws, the broker asks again; the age counts by the clocks
     *     of both, the broker's and ours
     */
    constructor(connection, group, check) {
        this.connection = connection;
        this.group = group;
        this.check = check;
        this.running = new Set();
        // Settled by hand: the settlement is the answer. Rhea opens the receiver again when it has reconnected.
        const receiver = connection.open_receiver({
            source: '$half-check/' + group, autoaccept: false, autosettle: false, credit_window: 1
        });
        receiver.on('message', ({ message, delivery }) => {
            const annotations = message.delivery_annotations;
            const id = annotations['x-opt-half-id'];
            const age = Date.now() - Number(annotations['x-opt-half-born']);
            switch (this.answer(id, age)) {
            case 'commit': return delivery.accept();
            case 'rollback': return delivery.reject();
            default: return delivery.release();
            }
        });
    }

    answer(id, age) {
        // A transaction that runs here has no outcome yet, whatever the database shows.
        if (this.running.has(id)) return 'unknown';
        try {
            return this.check(id, age);
        } catch (e) {
            console.error(`the check of ${id} has failed, and is repeated: ${e.message}`);
            return 'unknown';
        }
    }

    /**
     * Sends a half message, runs the local transaction, and tells the broker its outcome.
     *
     * @param message with address, id, body and checkAfterMillis
     * @param execute the local transaction; returns 'commit', 'rollback' or 'unknown'. It is not called, and this is
     *     rejected, if the half message is not stored
     * @return what execute returned, and told: whether the broker knows. If it does not, it will ask. If execute throws,
     *     the outcome is 'unknown', and failure is what was thrown
     */
    async transact(message, execute) {
        this.running.add(message.id);
        try {
            await this.prepare(message);
            return await this.finish(message.id, execute);
        } finally {
            this.running.delete(message.id);
        }
    }

    async finish(id, execute) {
        let outcome;
        try {
            outcome = await execute();
        } catch (failure) {
            return { outcome: 'unknown', told: false, failure };
        }
        return { outcome, told: outcome !== 'unknown' && await this.told(id, outcome) };
    }

    async told(id, decision) {
        try {
            await this.decide(id, decision);
            return true;
        } catch (e) {
            console.error(`${id} is left to check-back: ${e.message}`);
            return false;
        }
    }

    /** Stores a message that nobody sees yet. Rejected if it is not stored, or nobody knows. */
    prepare({ address, id, body, checkAfterMillis }) {
        return this.send(address, {
            message_id: id,
            durable: true,
            body,
            message_annotations: {
                'x-opt-half-id': id, 'x-opt-half-group': this.group, 'x-opt-half-check-after': checkAfterMillis
            }
        });
    }

    /** Says 'commit' or 'rollback'. Rejected if the broker does not know: it will ask. */
    decide(id, decision) {
        return this.send(DECISIONS, {
            correlation_id: id, subject: decision, body: null, message_annotations: { 'x-opt-half-group': this.group }
        });
    }

    /** Sends one message over a link of its own; resolved when it is accepted. */
    send(address, message) {
        return new Promise((resolve, reject) => {
            const sender = this.connection.open_sender(address);
            const lost = () => {
                sender.remove();
                reject(new Error('the connection was lost'));
            };
            this.connection.once('disconnected', lost);
            const end = (settle, value) => {
                this.connection.removeListener('disconnected', lost);
                sender.close();
                settle(value);
            };
            const refused = (error) => end(reject, new Error(error ? error.condition : 'refused'));
            sender.once('sendable', () => sender.send(message));
            sender.once('accepted', () => end(resolve));
            sender.once('rejected', ({ delivery }) => refused(delivery.remote_state.error));
            sender.once('released', () => refused());
            sender.once('modified', () => refused());
            sender.once('sender_error', () => refused(sender.error));
            sender.once('sender_close', () => refused(sender.error));
        });
    }
}

module.exports = { HalfMessages };
