package dev.sessionbeam.event;

import org.jspecify.annotations.Nullable;

/**
 * The position of a record in a file.
 *
 * @param file the file's name, as the file system returned it
 * @param offset the position of the record's first byte, in bytes of the (decompressed) file
 */
public record FileOrigin(String file, long offset) implements Origin {
  @Override
  public @Nullable Long arrivalMillis() {
    return null;
  }

  @Override
  public @Nullable String partitionKey() {
    return null;
  }
}
