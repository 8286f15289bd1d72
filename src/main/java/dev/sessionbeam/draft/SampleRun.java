package dev.sessionbeam.draft;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.explain.Explain;
import dev.sessionbeam.explain.ExplainedRecord;
import dev.sessionbeam.explain.Explanation;
import dev.sessionbeam.explain.Totals;
import dev.sessionbeam.failure.RejectedRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Applies a definition to the sample, as a run would. */
final class SampleRun {
  private final Explanation result;

  SampleRun(Definition definition, Sample sample) {
    Explain explain = new Explain(definition, null, null);
    for (RawRecord record : sample.records()) {
      explain.add(record);
    }
    this.result = explain.result();
  }

  Pauses pauses() {
    return Pauses.of(result);
  }

  /** Returns what became of the records, a line each. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(Totals.of(result));
    Map<String, Integer> reasons = new LinkedHashMap<>();
    for (ExplainedRecord record : result.records()) {
      if (record.rejected() != null) {
        reasons.merge(reason(record.rejected()), 1, Integer::sum);
      }
    }
    reasons.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
        .forEach(it -> lines.add("  " + Texts.count(it.getValue()) + " rejected: " + it.getKey()));
    return lines;
  }

  private static String reason(RejectedRecord rejected) {
    @Nullable String field = rejected.field();
    return rejected.reason().name().toLowerCase(Locale.ROOT)
        + (field == null ? "" : " (" + field + ")");
  }
}
