package dev.sessionbeam.expression;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.jspecify.annotations.Nullable;

/** Finds the valid name that is most similar to an unknown one. */
public final class NearestName {
  private static final int FURTHEST = 3;

  private NearestName() {}

  /** Returns the nearest valid name, or null if no name is near. */
  public static @Nullable String to(String name, Collection<String> valid) {
    int limit = Math.min(FURTHEST, Math.max(1, name.length() / 2));
    LevenshteinDistance distance = new LevenshteinDistance(limit);
    return valid.stream()
        .filter(candidate -> between(distance, name, candidate) >= 0)
        .min(
            Comparator.<String>comparingInt(candidate -> between(distance, name, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .orElse(null);
  }

  private static int between(LevenshteinDistance distance, String a, String b) {
    return distance.apply(a.toLowerCase(Locale.ROOT), b.toLowerCase(Locale.ROOT));
  }
}
