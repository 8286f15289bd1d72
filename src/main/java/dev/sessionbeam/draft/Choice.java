package dev.sessionbeam.draft;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a draft proposes for a setting.
 *
 * @param value the value; null if the sample has none
 * @param question what only a person can answer; null if the value is clear
 * @param comments the evidence and the alternatives, a line each
 */
record Choice(@Nullable String value, @Nullable String question, List<String> comments) {
  Choice {
    comments = List.copyOf(comments);
  }

  /** A value that is clear. */
  static Choice clear(String value, List<String> comments) {
    return new Choice(value, null, comments);
  }

  /** No value: the setting is optional. */
  static Choice none(List<String> comments) {
    return new Choice(null, null, comments);
  }

  /** A value that is a guess, or none: the draft asks. */
  static Choice question(@Nullable String value, String question, List<String> comments) {
    return new Choice(value, question, comments);
  }
}
