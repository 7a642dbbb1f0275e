/**
 * The records of the journal: what each holds, and its form on disk.
 *
 * <p>All numbers are big-endian. A <i>text</i> is a two-byte length and that many bytes of UTF-8; length -1 means
 * null. A body begins with a byte that names its kind. The kinds and their codes are in {@link io.carrick.broker.record.RecordKind}; each class documents its body.
 * Messages have one form in all of them, {@link io.carrick.broker.record.MessageBody}: a byte of flags says which of its
 * optional fields (producer and sequence, hashes of keys and tag, half message, transaction) follow.
 * A new kind or field needs a new code; the meaning of an existing one never changes.
 */
package io.carrick.broker.record;
