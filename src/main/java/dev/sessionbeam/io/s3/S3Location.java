package dev.sessionbeam.io.s3;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bucket and the key of a name {@code s3://bucket/key}.
 *
 * @param key without a slash at its beginning; may contain wildcards, and may be empty
 */
public record S3Location(String bucket, String key) {
  private static final String SCHEME = "s3://";
  private static final Pattern NAME = Pattern.compile("s3://([^/]+)/*(.*)");
  private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

  /** Whether a name is a name in S3, valid or not. */
  public static boolean isS3(String name) {
    return name.startsWith(SCHEME);
  }

  /**
   * Parses a name.
   *
   * @throws IllegalArgumentException if it has no bucket
   */
  static S3Location of(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(name + " has no bucket: write it like s3://bucket/folder");
    }
    return new S3Location(matcher.group(1), matcher.group(2));
  }

  /** What all matching keys begin with. For a folder, it is its name with a slash. */
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

  /** Whether this is the same folder as the other one, or contains it. */
  private boolean holds(S3Location other) {
    return bucket.equals(other.bucket) && other.folder().startsWith(folder());
  }

  /**
   * Whether the second name is the same as the first, or is in it as in a folder. Both are names in
   * S3.
   *
   * @throws IllegalArgumentException if one of them has no bucket
   */
  public static boolean holds(String folder, String name) {
    return of(folder).holds(of(name));
  }
}
