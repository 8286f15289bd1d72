/**
 * Dead letters that wait in a queue, a backup or a folder: counted, kept in a file, and sent again.
 */
@NullMarked
package dev.sessionbeam.deliver.dlq;

import org.jspecify.annotations.NullMarked;
