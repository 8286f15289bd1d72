package dev.sessionbeam.run;

import dev.sessionbeam.io.file.InputChanges;
import dev.sessionbeam.prepare.AmbiguousFields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.PipelineResult;
import org.jspecify.annotations.Nullable;

/**
 * What a run found out about its records, beside the account of where they went.
 *
 * @param rejections the most frequent causes for which records were rejected
 * @param ambiguous fields of events that readers of the output may not see, by name, and the number
 *     of events
 * @param expressions how often the definition's expressions had no value
 * @param times the first and the last event of the sessions of a replay; null if there is no
 *     session, or if the run is not a replay
 * @param files the files that it wrote, and which of them are missing at its end
 * @param input how the files that it read have changed meanwhile
 */
record Findings(
    Rejections rejections,
    SortedMap<String, Long> ambiguous,
    ExpressionCounts expressions,
    @Nullable EventTimes times,
    OutputFiles files,
    InputChanges input) {
  static final Findings NONE =
      new Findings(
          Rejections.NONE,
          new TreeMap<>(),
          ExpressionCounts.NONE,
          null,
          OutputFiles.NONE,
          InputChanges.NONE);

  /** Reads the findings of a run from its metrics. */
  static Findings of(PipelineResult result) {
    return new Findings(
        Rejections.of(result),
        new TreeMap<>(Ledger.counters(result, AmbiguousFields.class)),
        ExpressionCounts.of(result),
        EventTimes.of(result),
        OutputFiles.of(result),
        InputChanges.NONE);
  }

  /** The same with the files that a batch run looked for at its end. */
  Findings with(OutputFiles atTheEnd) {
    return new Findings(rejections, ambiguous, expressions, times, atTheEnd, input);
  }

  /** The same with what a run found out about its input at its end. */
  Findings with(InputChanges changes) {
    return new Findings(rejections, ambiguous, expressions, times, files, changes);
  }

  /** The findings as values for JSON; empty if there are none. */
  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    if (!rejections.causes().isEmpty()) {
      values.put("most_frequent_rejections", rejections.values());
    }
    if (!ambiguous.isEmpty()) {
      values.put("ambiguous_fields", ambiguous);
    }
    values.putAll(expressions.values());
    values.putAll(ChangedInput.values(input));
    return values;
  }

  /** The findings as text for the user; empty if there are none. */
  String text() {
    StringBuilder text = new StringBuilder(rejections.text());
    if (!ambiguous.isEmpty()) {
      text.append(
          "\n"
              + "Fields that readers of the output may not see, because a partition or another"
              + " field has the same name,\n"
              + "or one that differs only in case, and the number of events:\n");
      ambiguous.forEach((name, count) -> Ledger.row(text, "    " + name, count));
    }
    if (!expressions.never().isEmpty()) {
      text.append("\nExpressions that never had a value, and how often they were evaluated:\n");
      expressions
          .never()
          .forEach(
              place ->
                  Ledger.row(
                      text, "    " + place, expressions.withoutValue().getOrDefault(place, 0L)));
    }
    text.append(ChangedInput.text(input));
    return text.toString();
  }
}
