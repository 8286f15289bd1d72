package dev.sessionbeam.aws;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One action on one resource, and what IAM knows about the request.
 *
 * @param action such as {@code s3:GetObject}
 * @param resource an ARN, or {@code *} for an action that has no resource. An ARN that ends with
 *     {@code /*} is an object in that folder
 * @param context condition keys and their values
 */
record Permission(String action, String resource, Map<String, String> context)
    implements Comparable<Permission> {
  Permission(String action, String resource) {
    this(action, resource, Map.of());
  }

  /** Reads the text that {@link #toString} writes. */
  static Permission parse(String line) {
    String[] words = line.strip().split(" +", -1);
    if (words.length < 2) {
      throw new IllegalArgumentException("'" + line + "' must have an action and a resource");
    }
    Map<String, String> context =
        Arrays.stream(words, 2, words.length)
            .map(word -> word.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (a, b) -> b, TreeMap::new));
    return new Permission(words[0], words[1], context);
  }

  @Override
  public int compareTo(Permission other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    String conditions =
        context.entrySet().stream()
            .map(each -> " " + each.getKey() + "=" + each.getValue())
            .sorted()
            .collect(Collectors.joining());
    return action + " " + resource + conditions;
  }
}
