package dev.sessionbeam.definition;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists the forms of a time pattern: the patterns without brackets that remain if each optional
 * part is taken or left out. {@code yyyy-MM-dd[ HH:mm[:ss]]} has three: a date, a date with
 * minutes, and a date with seconds.
 *
 * <p>Two parts that read the same field, as in {@code [ HH:mm][ h:mm a]}, are alternatives: no form
 * has both.
 */
final class PatternForms {
  /** A pattern with more forms is not accepted, because each form is checked. */
  static final int MOST_FORMS = 200;

  private static final int DEEPEST = 10;

  /** The letters that read the same field. */
  private static final List<String> FIELDS =
      List.of(
          "G", "uyY", "ML", "Qq", "wW", "dDFg", "Eec", "aB", "HhKk", "m", "s", "SnNA", "XxZzOVv");

  /**
   * One form.
   *
   * @param text the form as a reader would write it
   * @param pattern the same as a pattern that reads each part as the whole pattern does: an empty
   *     optional part is between two parts
   * @param fields a bit for each field that the form reads
   */
  record Form(String text, String pattern, int fields) {
    private static final Form EMPTY = new Form("", "", 0);

    private boolean canHave(Form part) {
      return (fields & part.fields) == 0;
    }

    private Form and(Form part) {
      String separator = pattern.isEmpty() || part.pattern.isEmpty() ? "" : "[]";
      return new Form(text + part.text, pattern + separator + part.pattern, fields | part.fields);
    }
  }

  private final String pattern;
  private int at;

  private PatternForms(String pattern) {
    this.pattern = pattern;
  }

  /**
   * Returns the forms of a valid pattern, or null if there are more than {@link #MOST_FORMS} or the
   * parts are nested deeper than 10.
   */
  static @Nullable List<Form> of(String pattern) {
    return new PatternForms(pattern).sequence(0);
  }

  /** Reads up to the closing bracket or the end, and returns the forms of what is before it. */
  private @Nullable List<Form> sequence(int depth) {
    List<Form> forms = List.of(Form.EMPTY);
    while (at < pattern.length() && pattern.charAt(at) != ']') {
      if (pattern.charAt(at) == '[') {
        at++;
        List<Form> optional = depth == DEEPEST ? null : sequence(depth + 1);
        at++;
        forms = optional == null ? null : withOptional(forms, optional);
      } else {
        Form part = part();
        forms = forms.stream().map(form -> form.and(part)).toList();
      }
      if (forms == null || forms.size() > MOST_FORMS) {
        return null;
      }
    }
    return forms;
  }

  private static List<Form> withOptional(List<Form> forms, List<Form> optional) {
    List<Form> all = new ArrayList<>(forms);
    for (Form form : forms) {
      optional.stream().filter(form::canHave).map(form::and).forEach(all::add);
    }
    return all;
  }

  /** Reads up to a bracket that is not in quotes. */
  private Form part() {
    int start = at;
    int fields = 0;
    boolean quoted = false;
    for (; at < pattern.length(); at++) {
      char c = pattern.charAt(at);
      if (c == '\'') {
        quoted = !quoted;
      } else if (!quoted && (c == '[' || c == ']')) {
        break;
      } else if (!quoted) {
        fields |= field(c);
      }
    }
    String text = pattern.substring(start, at);
    return new Form(text, text, fields);
  }

  private static int field(char letter) {
    for (int i = 0; i < FIELDS.size(); i++) {
      if (FIELDS.get(i).indexOf(letter) >= 0) {
        return 1 << i;
      }
    }
    return 0;
  }
}
