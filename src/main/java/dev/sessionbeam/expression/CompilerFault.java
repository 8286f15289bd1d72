package dev.sessionbeam.expression;

import dev.cel.common.CelIssue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns an issue that CEL's compiler reports into a message for the writer of a definition. */
final class CompilerFault {
  private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*");

  private CompilerFault() {}

  static String of(CelIssue issue, ExpressionScope scope) {
    Matcher undeclared = UNDECLARED.matcher(issue.getMessage());
    String where = " (column " + (issue.getSourceLocation().getColumn() + 1) + ")";
    if (!undeclared.matches()) {
      return issue.getMessage() + where;
    }
    String name = undeclared.group(1);
    return "unknown field or function '" + name + "'" + where + suggestion(name, scope);
  }

  private static String suggestion(String name, ExpressionScope scope) {
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
