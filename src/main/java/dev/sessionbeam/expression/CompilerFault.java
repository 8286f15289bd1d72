package dev.sessionbeam.expression;

import dev.cel.common.CelIssue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the issues that CEL's compiler reports into messages for the writer of a definition. */
final class CompilerFault {
  private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*");
  private static final Pattern MISSING = Pattern.compile("missing '(.)' at .*", Pattern.DOTALL);

  private static final Pattern UNEXPECTED =
      Pattern.compile(
          "(?:mismatched input|extraneous input|token recognition error at:|no viable alternative at"
              + " input|missing \\S+ at) (.*?)(?: expecting .*)?",
          Pattern.DOTALL);

  /** Macros of CEL that would have no bound. */
  private static final Set<String> NO_MACROS = Set.of("filter", "map");

  private static final String END = "'<EOF>'";
  private static final int LONGEST_TOKEN = 60;

  private CompilerFault() {}

  /**
   * Returns a message for each issue. If the text has something that people often take for CEL, the
   * messages say what to write in its place, and the compiler's own issues with it are left out.
   */
  static List<String> all(List<CelIssue> issues, String text, ExpressionScope scope) {
    List<String> hints = SyntaxHints.of(text, scope.variables());
    List<String> faults = new ArrayList<>(hints);
    for (CelIssue issue : issues) {
      Matcher undeclared = UNDECLARED.matcher(issue.getMessage());
      if (undeclared.matches()) {
        if (hints.isEmpty() || SyntaxHints.forWord(undeclared.group(1)) == null) {
          faults.add(unknown(undeclared.group(1), where(issue), scope));
        }
      } else if (!isSyntax(issue)) {
        faults.add(unescaped(issue) + where(issue));
      } else if (hints.isEmpty()) {
        faults.add(syntax(issue));
      }
    }
    return faults.stream().distinct().toList();
  }

  private static boolean isSyntax(CelIssue issue) {
    return MISSING.matcher(issue.getMessage()).matches()
        || UNEXPECTED.matcher(issue.getMessage()).matches()
        || issue.getMessage().startsWith("reserved identifier");
  }

  /** Says what is wrong without the list of everything that the compiler would take. */
  private static String syntax(CelIssue issue) {
    String message = unescaped(issue);
    Matcher missing = MISSING.matcher(message);
    if (missing.matches()) {
      return "a '" + missing.group(1) + "' is missing" + where(issue);
    }
    Matcher unexpected = UNEXPECTED.matcher(message);
    if (!unexpected.matches()) {
      return message + where(issue);
    }
    String token = unexpected.group(1).strip();
    if (token.equals(END)) {
      return "the expression ends too early" + where(issue);
    }
    if (token.matches("'[\"'][^']*\\\\.*'")) {
      return "a text has an unknown escape"
          + where(issue)
          + "; write a backslash twice, or once in r'...'";
    }
    return "unexpected "
        + (token.length() > LONGEST_TOKEN ? token.substring(0, LONGEST_TOKEN) + "…" : token)
        + where(issue);
  }

  /** The compiler doubles percent signs, as if its messages were formats. */
  private static String unescaped(CelIssue issue) {
    return issue.getMessage().replace("%%", "%");
  }

  private static String where(CelIssue issue) {
    return " (column " + (issue.getSourceLocation().getColumn() + 1) + ")";
  }

  private static String unknown(String name, String where, ExpressionScope scope) {
    return "unknown field or function '" + name + "'" + where + suggestion(name, scope);
  }

  private static String suggestion(String name, ExpressionScope scope) {
    if (NO_MACROS.contains(name)) {
      return "; it is not available: list.first('key', value) gives the first element with a value";
    }
    String field = NearestName.to(name, scope.variables());
    String function = NearestName.to(name, Cel.functions());
    if (field != null) {
      return "; did you mean '" + field + "'?";
    }
    if (function != null) {
      return "; did you mean '" + function + "()'?";
    }
    return "; known here: "
        + String.join(", ", scope.variables())
        + ". To use another field of the record, add it to event.fields";
  }
}
