/**
 * Reads the records of files on a disk or on S3, as a batch or as a stream. The files are found and
 * checked before the job starts.
 */
@NullMarked
package dev.sessionbeam.io.file;

import org.jspecify.annotations.NullMarked;
