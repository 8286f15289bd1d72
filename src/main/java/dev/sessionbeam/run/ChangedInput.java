package dev.sessionbeam.run;

import dev.sessionbeam.io.file.InputChanges;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Describes to the user how the input of a run changed while the run was working. */
final class ChangedInput {
  /** How many files the text names. */
  private static final int MOST_PRINTED = 10;

  /** How many files the summary names. */
  private static final int MOST_NAMED = 100;

  private ChangedInput() {}

  /** The files that grew as values for JSON; empty if there are none. */
  static Map<String, Object> values(InputChanges changes) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (!changes.grown().isEmpty()) {
      values.put("grown_input_files", changes.grown().size());
      values.put("input_bytes_not_read", bytes(changes));
      Map<String, Long> named = new LinkedHashMap<>();
      changes.grown().entrySet().stream()
          .limit(MOST_NAMED)
          .forEach(file -> named.put(file.getKey(), file.getValue()));
      values.put("bytes_not_read_by_file", named);
    }
    return values;
  }

  /** The files that grew as text for the user; empty if there are none. */
  static String text(InputChanges changes) {
    if (changes.grown().isEmpty()) {
      return "";
    }
    StringBuilder text =
        new StringBuilder(
            "\nInput files that grew while the run was working. They were read up to the length that"
                + " they had at the start.\nThe bytes that were not read:\n");
    changes.grown().entrySet().stream()
        .limit(MOST_PRINTED)
        .forEach(file -> Ledger.row(text, "    " + file.getKey(), file.getValue()));
    if (changes.grown().size() > MOST_PRINTED) {
      Ledger.row(
          text,
          String.format(Locale.ROOT, "    all %,d files together", changes.grown().size()),
          bytes(changes));
    }
    return text.toString();
  }

  private static long bytes(InputChanges changes) {
    return changes.grown().values().stream().mapToLong(Long::longValue).sum();
  }

  /** Describes the files that were replaced, in one sentence without a full stop. */
  static String replaced(InputChanges changes) {
    int files = changes.replaced().size();
    return String.format(
        Locale.ROOT,
        "%s while the run was working%s%s: the run may have read old or new records of %s",
        files == 1
            ? "the input file " + changes.replaced().get(0) + " was replaced or became shorter"
            : String.format(Locale.ROOT, "%,d input files were replaced or became shorter", files),
        files == 1 ? "" : ", for example ",
        files == 1 ? "" : changes.replaced().get(0),
        files == 1 ? "it" : "them");
  }
}
