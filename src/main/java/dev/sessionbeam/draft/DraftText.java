package dev.sessionbeam.draft;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a draft as YAML, with comments. */
final class DraftText {
  private static final int WIDTH = 118;
  private static final String NEW_LINE = "\n";

  private final Draft draft;
  private final @Nullable Pauses pauses;
  private final boolean answered;
  private final StringBuilder text = new StringBuilder();
  private int questions;

  private DraftText(Draft draft, @Nullable Pauses pauses, boolean answered) {
    this.draft = draft;
    this.pauses = pauses;
    this.answered = answered;
  }

  /**
   * Returns the draft for a person: a question leaves its setting empty, so that the definition is
   * not valid before it is answered.
   *
   * @param pauses the pauses in the sample; null if they are not known
   */
  static String of(Draft draft, @Nullable Pauses pauses) {
    return new DraftText(draft, pauses, false).write();
  }

  /** Returns a definition with the first answer to each question; null if a question has none. */
  static @Nullable String answered(Draft draft) {
    boolean hasAll =
        draft.machine().value() != null
            && draft.action().value() != null
            && draft.time().field().value() != null
            && draft.time().format().value() != null;
    return hasAll ? new DraftText(draft, null, true).write() : null;
  }

  private String write() {
    draft.sample().forEach(line -> comment(0, line));
    comment(
        0,
        "Check each choice, and answer each QUESTION: before that, the definition is not valid.");
    comment(0, "docs/definition.md lists every setting.");
    text.append(NEW_LINE);
    setting(0, "name", draft.name());
    text.append(NEW_LINE).append("event:").append(NEW_LINE);
    if (draft.unwrap() != null) {
      choice(2, "unwrap", draft.unwrap());
    }
    choice(2, "id", draft.id());
    choice(2, "machine", draft.machine());
    text.append("  time:").append(NEW_LINE);
    choice(4, "field", draft.time().field());
    choice(4, "format", draft.time().format());
    if (draft.time().zone() != null) {
      choice(4, "zone", draft.time().zone());
    }
    choice(2, "action", draft.action());
    clean();
    text.append(NEW_LINE).append("session:").append(NEW_LINE);
    if (pauses != null) {
      pauses.sentences().forEach(line -> comment(2, line));
    }
    setting(2, "gap", Pauses.GAP);
    opening();
    dateName();
    others();
    return text.toString();
  }

  private void clean() {
    if (draft.clean().isEmpty()) {
      return;
    }
    text.append(NEW_LINE);
    if (answered) {
      text.append("clean:").append(NEW_LINE);
      draft.clean().stream()
          .flatMap(rule -> rule.lines().stream())
          .forEach(line -> text.append(line).append(NEW_LINE));
    } else {
      choice(0, "clean", CleanRule.section(draft.clean()));
    }
  }

  /** An opening event can only be told when it is clear what the action is. */
  private void opening() {
    Choice opening = draft.opening();
    if (draft.action().question() != null && !answered && opening.value() != null) {
      comment(2, "When the action is clear, you may add this line:");
      comment(2, "  opening: " + Texts.yaml(opening.value()));
    } else {
      choice(2, "opening", opening);
    }
  }

  private void choice(int indent, String setting, Choice choice) {
    if (choice.question() != null) {
      questions++;
      comment(indent, "QUESTION " + questions + ": " + choice.question());
    }
    choice.comments().forEach(line -> comment(indent, line));
    boolean isOpen = choice.question() != null && !answered;
    if (isOpen) {
      text.append(" ".repeat(indent)).append(setting).append(':').append(NEW_LINE);
    } else if (choice.value() != null) {
      setting(indent, setting, choice.value());
    }
  }

  private void setting(int indent, String setting, String value) {
    text.append(" ".repeat(indent)).append(setting).append(": ").append(Texts.yaml(value));
    text.append(NEW_LINE);
  }

  /** Writes a comment. A long line is continued below, where it began. */
  private void comment(int indent, String line) {
    String start =
        " ".repeat(indent) + "# " + " ".repeat(line.length() - line.stripLeading().length());
    int room = Math.max(20, WIDTH - start.length());
    String rest = line.strip();
    while (rest.length() > room) {
      int blank = rest.lastIndexOf(' ', room);
      if (blank > 0 && rest.startsWith("%", blank + 1)) {
        blank = rest.lastIndexOf(' ', blank - 1);
      }
      if (blank <= 0) {
        break;
      }
      text.append(start).append(rest, 0, blank).append(NEW_LINE);
      rest = rest.substring(blank + 1);
    }
    text.append(start).append(rest).append(NEW_LINE);
  }

  /** Readers show the day of a partition in place of a field that has its name. */
  private void dateName() {
    if (draft.namesDate()) {
      text.append(NEW_LINE).append("output:").append(NEW_LINE);
      comment(
          2,
          "The records have a field date of their own. Readers would not see it beside a partition of this name.");
      setting(2, "date_name", "day");
    }
  }

  /** The other fields, as columns that only wait for the mark of a comment to be removed. */
  private void others() {
    List<FieldProfile> fields = draft.others();
    if (fields.isEmpty()) {
      return;
    }
    text.append(NEW_LINE);
    comment(
        0,
        "The other fields, and how many records have them. Events keep all of them. To make them columns in");
    comment(0, "Parquet and in tables, remove the # and what you do not need.");
    if (!draft.namesDate()) {
      text.append("#output:").append(NEW_LINE);
    }
    text.append("#  columns:").append(NEW_LINE);
    Map<FieldProfile, String> columns = ColumnTypes.of(fields);
    columns.forEach(
        (field, type) -> {
          String column = "#    " + Texts.yaml(field.field().path()) + ": " + type;
          text.append(column).append(" ".repeat(Math.max(1, 50 - column.length())));
          text.append("# ").append(Texts.percent(field.usableCount(), draft.records()));
          text.append(NEW_LINE);
        });
  }
}
