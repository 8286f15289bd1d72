package dev.sessionbeam.s3;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a name {@code s3://bucket/key} means.
 *
 * @param key without a slash at its beginning; may hold wildcards, and may be empty
 */
public record S3Location(String bucket, String key) {
  private static final String SCHEME = "s3://";
  private static final Pattern NAME = Pattern.compile("s3://([^/]+)/*(.*)");
  private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

  /** Whether a name is one of S3, right or wrong. */
  public static boolean isS3(String name) {
    return name.startsWith(SCHEME);
  }

  /**
   * Takes a name apart.
   *
   * @throws IllegalArgumentException where it has no bucket
   */
  static S3Location of(String name) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          name + " names no bucket; it is written s3://bucket/folder");
    }
    return new S3Location(parts.group(1), parts.group(2));
  }

  /** Of all keys that are meant, what they begin with; of a folder's, its name with a slash. */
  String prefix() {
    Matcher wildcard = WILDCARD.matcher(key);
    return wildcard.find() ? key.substring(0, wildcard.start()) : folder();
  }

  boolean hasWildcard() {
    return WILDCARD.matcher(key).find();
  }

  /** The key as that of a folder: empty, or with a slash at its end. */
  String folder() {
    return key.isEmpty() || key.endsWith("/") ? key : key + "/";
  }

  /** Whether this is the folder that the other is or lies in. */
  private boolean holds(S3Location other) {
    return bucket.equals(other.bucket) && other.folder().startsWith(folder());
  }

  /**
   * Whether of these two names of S3 the second is the first, or lies in it as in a folder.
   *
   * @throws IllegalArgumentException where one has no bucket
   */
  public static boolean holds(String folder, String name) {
    return of(folder).holds(of(name));
  }
}
