package dev.sessionbeam.explain;

/** Colours a text for a terminal, or leaves it as it is. */
public final class Colours {
  private static final String ESCAPE = "\u001b[";
  private static final String END = ESCAPE + "0m";

  private final boolean on;

  /**
   * Creates it.
   *
   * @param on whether the text goes to a terminal that shows colours
   */
  public Colours(boolean on) {
    this.on = on;
  }

  String heading(String text) {
    return coloured("1", text);
  }

  String good(String text) {
    return coloured("32", text);
  }

  String bad(String text) {
    return coloured("31", text);
  }

  String doubtful(String text) {
    return coloured("33", text);
  }

  private String coloured(String code, String text) {
    return on ? ESCAPE + code + "m" + text + END : text;
  }
}
