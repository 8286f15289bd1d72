package dev.sessionbeam.prepare;

import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import dev.sessionbeam.definition.OutputSettings;
import dev.sessionbeam.json.JsonObject;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.beam.sdk.metrics.Metrics;

/**
 * Counts the fields of events that readers of the output cannot see: fields with the name of a
 * partition, and fields whose names differ only in case.
 *
 * <p>Metrics, in this class's namespace: a counter for each name, in lower case. A process counts
 * at most {@value #MOST_NAMES} names; {@link #OTHERS} counts all further ones, because the names
 * come from records.
 */
public final class AmbiguousFields implements Serializable {
  /** The counter of the fields whose names have no counter of their own. */
  public static final String OTHERS = "others";

  private static final int MOST_NAMES = 20;
  private static final int LONGEST_NAME = 100;
  private static final Set<String> COUNTED = ConcurrentHashMap.newKeySet();

  /** Fields remember what is ambiguous beside a list, and threads share them. */
  private static final Interner<List<String>> LISTS = Interners.newStrongInterner();

  private final List<String> names;

  AmbiguousFields(OutputSettings settings) {
    this(
        Stream.concat(settings.partitionNames().stream(), OutputSettings.SESSION_FIELDS.stream())
            .toList());
  }

  private AmbiguousFields(List<String> names) {
    this.names = LISTS.intern(names);
  }

  private Object readResolve() {
    return new AmbiguousFields(names);
  }

  /** Counts the fields of an event, which must not have the session's own fields yet. */
  void count(JsonObject fields) {
    for (String name : fields.ambiguousNames(names)) {
      Metrics.counter(AmbiguousFields.class, counter(name)).inc();
    }
  }

  private static String counter(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.length() <= LONGEST_NAME && COUNTED.size() < MOST_NAMES) {
      COUNTED.add(lower);
    }
    return COUNTED.contains(lower) ? lower : OTHERS;
  }
}
