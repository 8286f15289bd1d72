/**
 * How a destination is reached: one connector for each kind of destination, behind one small
 * interface; and what connectors to AWS services have in common.
 *
 * <p>Webhooks, functions, queues and topics are here. Queues and topics also take dead letters, of
 * whatever connector. Each further kind of destination has a package of its own.
 */
@NullMarked
package dev.sessionbeam.deliver.connect;

import org.jspecify.annotations.NullMarked;
