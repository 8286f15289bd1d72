package dev.sessionbeam.event;

/**
 * Where a record was read.
 *
 * @param file the file's name as the file system gave it
 * @param offset the position of the record's first byte, in bytes of the (decompressed) file
 */
public record Origin(String file, long offset) {}
