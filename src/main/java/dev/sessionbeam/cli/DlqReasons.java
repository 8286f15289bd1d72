package dev.sessionbeam.cli;

import dev.sessionbeam.deliver.dlq.LetterFilter;
import dev.sessionbeam.expression.NearestName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads the flag {@code --reason}. */
final class DlqReasons {
  private DlqReasons() {}

  /** Returns the reasons, and adds a fault for each that no letter can have. */
  static Set<String> read(List<String> given, List<String> faults) {
    Set<String> reasons = new LinkedHashSet<>();
    for (String text : given) {
      String reason = text.strip();
      reasons.add(reason);
      if (!LetterFilter.isReason(reason)) {
        faults.add("--reason: '" + reason + "' is not a reason" + help(reason));
      }
    }
    return reasons;
  }

  private static String help(String reason) {
    if (reason.contains(",")) {
      return ": give --reason once for each";
    }
    List<String> known = LetterFilter.knownReasons();
    String nearest = NearestName.to(reason, known);
    return nearest == null
        ? ": they are " + String.join(", ", known) + ", and 'lambda: …' as show prints it"
        : "; did you mean '" + nearest + "'?";
  }
}
