package dev.sessionbeam.simulate;

import java.util.List;
import java.util.Locale;

/**
 * Writes an event as the line of JSON that the machine sends. Every line begins with the same five
 * fields. Their values contain no comma, and the first value is a string.
 */
final class EventText {
  private static final String OPENING = "start";

  private static final List<String> ACTIONS =
      List.of("view", "annotate", "sign", "convert", "merge", "print", "share", "save");

  private static final List<String> BLANKS = List.of(" ", " ", "  ", "\\t");

  // As code points, those beyond 16 bits sort after U+FB01; as Java chars, they sort before it.
  private static final List<String> ID_PREFIXES = List.of("", "", "\uFB01-", "\uD83D\uDE00-");

  private static final List<String> DETAILS =
      List.of(
          "\"zoom\":0.1000000000000000055",
          "\"serial\":12345678901234567890",
          "\"scale\":1.0,\"skew\":-0.0,\"area\":2.50e+3",
          "\"title\":\"Übersicht — Straße № 7.pdf\"",
          "\"title\":\"R\\u00e9sum\\u00e9 \\\"final\\\".pdf\"",
          "\"title\":\"見積書 2017 \uD83D\uDE00.pdf\"",
          "\"title\":\"C:\\\\scans\\/\\ud83d\\ude00\\t1.pdf\"",
          "\"title\":\"} { }{ [,] : \\n.pdf\"",
          "\"title\":null,\"tags\":[ ],\"print\" : { \"copies\": 2 }");

  private static final double ESCAPED = 0.005;
  private static final double DETAILED = 0.1;

  private EventText() {}

  /**
   * Returns the event as JSON.
   *
   * @param tie whether it has the same instant as the event before it or after it
   */
  static String of(Machine machine, long instant, boolean opening, boolean tie, SeededRandom dice) {
    Build build = machine.build();
    StringBuilder line = new StringBuilder(320);
    line.append("{\"event_id\":\"");
    if (tie) {
      line.append(dice.pick(ID_PREFIXES));
    }
    line.append(dice.uuid());
    line.append("\",\"timestamp\":").append(instant / build.resolution());
    line.append(",\"action\":\"");
    action(line, opening ? OPENING : dice.pick(ACTIONS), build, dice);
    line.append("\",\"machine_id\":").append(dice.pick(machine.idTexts()));
    line.append(",\"build\":\"").append(build.number());
    line.append("\",\"os\":\"").append(machine.os());
    line.append("\",\"document\":{\"pages\":").append(1 + dice.below(200));
    line.append(",\"bytes\":").append(dice.below(5_000_000));
    if (dice.chance(DETAILED)) {
      line.append(',').append(dice.pick(DETAILS));
    }
    return line.append("}}").toString();
  }

  private static void action(StringBuilder line, String action, Build build, SeededRandom dice) {
    if (build.shouts()) {
      String shouted = action.toUpperCase(Locale.ROOT);
      line.append(dice.pick(BLANKS)).append(shouted).append(dice.pick(BLANKS));
    } else if (dice.chance(ESCAPED)) {
      line.append("\\u00").append(Integer.toHexString(action.charAt(0)));
      line.append(action, 1, action.length());
    } else {
      line.append(action);
    }
  }
}
