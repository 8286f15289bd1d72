package dev.sessionbeam.draft;

import dev.sessionbeam.json.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The actions of a sample: which are the same but for their spelling, and which open a session. */
final class ActionValues {
  private static final int MOST_SHOWN = 6;

  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private final List<String> misspelt = new ArrayList<>();
  private int all;

  /** Looks at the values of a field. */
  ActionValues(FieldProfile field) {
    Map<String, List<Map.Entry<String, Integer>>> spellings = new LinkedHashMap<>();
    for (Map.Entry<String, Integer> value : field.mostFrequent(Integer.MAX_VALUE)) {
      String plain = Text.trim(value.getKey()).toLowerCase(Locale.ROOT);
      spellings.computeIfAbsent(plain, none -> new ArrayList<>(1)).add(value);
      all += value.getValue();
    }
    spellings.forEach(
        (plain, values) -> {
          String usual = values.get(0).getKey();
          counts.put(usual, values.stream().mapToInt(Map.Entry::getValue).sum());
          values.stream().skip(1).map(Map.Entry::getKey).forEach(misspelt::add);
        });
  }

  /** The values that are others but for their case and blanks. */
  List<String> misspelt() {
    return misspelt;
  }

  /** Returns the most frequent values on one line. */
  String mostFrequent() {
    String shown =
        String.join(
            ", ",
            counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(MOST_SHOWN)
                .map(it -> Texts.shown(it.getKey()) + " " + Texts.percent(it.getValue(), all))
                .toList());
    return counts.size() > MOST_SHOWN ? shown + ", …" : shown;
  }

  /** Returns the values whose names say that something begins. */
  List<String> beginnings() {
    return counts.keySet().stream().filter(RoleNames::soundsLikeABeginning).toList();
  }

  /** Returns the share of a value. */
  String share(String value) {
    return Texts.percent(counts.getOrDefault(value, 0), all);
  }
}
