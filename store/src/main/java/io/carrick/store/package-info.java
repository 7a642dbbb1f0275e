/**
 * Bytes on disk: the commit log and everything that is derived from it. {@link io.carrick.store.CommitLog} is the log,
 * {@link io.carrick.store.LogWriter} the one thread that appends to it; the sub-packages hold views that can be thrown
 * away and rebuilt from the log.
 *
 * <h2>Files of the log</h2>
 *
 * <pre>
 * 00000000000000000000     segments, named by the log position of their first byte (20 digits)
 * 00000000000134217728
 * spare-0000000000000000n  preallocated or recycled files, to become segments by renaming
 * allocating               a spare that is not finished; removed on opening
 * durable-mark             identity of the log, and how far it is known to be durable
 * </pre>
 *
 * All numbers are big-endian; all checksums are CRC-32C (Castagnoli).
 *
 * <h2>Segment</h2>
 *
 * A segment file has its full length from the start, with real blocks, so that a flush writes no metadata. It begins
 * with a header that is flushed before any record follows, and after the segment before has been flushed. A file
 * without a valid header is prepared, not in use.
 *
 * <pre>
 *  0        4        8                16               24       28       32
 * +--------+--------+----------------+----------------+--------+--------+
 * | "CRKS" |version | log id         | start position | size   | 0      |
 * +--------+--------+-------+--------+--------+-------+--------+--------+
 * | previous end    | first index    | 0               0       | CRC    |   of the 60 bytes before
 * +-----------------+----------------+-------------------------+--------+
 * 32                40               48                        60       64
 * </pre>
 *
 * <em>Previous end</em> is the position behind the last record of the segment before: what follows there, up to its end
 * of file, has no meaning. Records follow the header without a gap and never span segments.
 *
 * <h2>Record</h2>
 *
 * <pre>
 *  0          4          8          12         16
 * +----------+----------+----------+----------+
 * | "CRK" 01 |header CRC| body len | body CRC |
 * +----------+----------+----------+----------+
 * | index               | term     |typ| 0   0|
 * +---------------------+----------+----------+
 * | timestamp           | durable position    |
 * +---------------------+---------------------+
 * | body, zeros up to a multiple of 8 bytes   |
 * +-------------------------------------------+
 * </pre>
 *
 * The header CRC covers eight bytes with (position XOR log id), then the header from byte 8 on, and through the body CRC
 * everything else: a record is valid at one position of one log only. So neither what a recycled segment held before,
 * nor a misdirected write, nor a record forged inside a message body is ever taken for one. The body CRC covers body and
 * padding. <em>Index</em> counts records from 1 without gaps; <em>term</em> is 0 on a single node; <em>typ</em> is the
 * caller's; <em>timestamp</em> is in milliseconds since the epoch. <em>Durable position</em> is the position before
 * which everything had been flushed when this record was written.
 *
 * <h2>Durable mark</h2>
 *
 * Three pages of 4096 bytes: the identity, forced when the log is created, and two slots that take turns, written after
 * each flush but not flushed themselves. Of the valid slots the one with the higher position counts.
 *
 * <pre>
 *  0        4        8                16                        28       32
 * +--------+--------+----------------+-------------------------+--------+
 * | "CRKI" | 0      | log id         | 0                       | CRC    |   page 0
 * +--------+--------+----------------+-------------------------+--------+
 * | "CRKM" | clean  | position       | 0                       | CRC    |   pages 1 and 2
 * +--------+--------+----------------+-------------------------+--------+
 * </pre>
 *
 * <h2>Torn tail or corruption</h2>
 *
 * Opening verifies the last segment in use up to the first place without a valid record. That place is the end of the
 * log unless something proves that the log had been durable beyond it: the mark, the durable position of a valid record
 * wherever in the segment, or a header of a later segment. With such proof it is corruption, reported and left as it
 * is; without, it is the trace of a crash, and what follows is overwritten with zeros. The damage that stays invisible
 * is thus limited to the records of the very last flush, and only if a power cut took the mark as well.
 */
package io.carrick.store;
