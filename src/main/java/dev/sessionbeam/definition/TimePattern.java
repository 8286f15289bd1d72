package dev.sessionbeam.definition;

import dev.sessionbeam.json.JsonValue;
import dev.sessionbeam.json.TimeFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a pattern identifies a time. A text is formatted by each {@linkplain PatternForms
 * form} of the pattern, and the whole pattern must read the same time from it.
 */
final class TimePattern {
  private static final Pattern QUOTED = Pattern.compile("'[^']*'");
  private static final Pattern OFFSET_LETTER = Pattern.compile("[XxZzVO]");

  // In the afternoon, to find patterns that do not read it back, such as hh without am or pm. On a
  // day that is not a month, to find a day and a month that are read in the other's place.
  private static final Instant SAMPLE = Instant.parse("2017-11-25T15:04:05.678Z");

  // As Z, and with minutes, to find an optional part that reads only the hours.
  private static final List<ZoneId> OFFSETS =
      List.of(ZoneOffset.UTC, ZoneOffset.ofHoursMinutes(1, 30));

  private final String pattern;
  private final ZoneId zone;
  private final TimeFormat format;

  private TimePattern(String pattern, ZoneId zone, TimeFormat format) {
    this.pattern = pattern;
    this.zone = zone;
    this.format = format;
  }

  static boolean hasOffset(String pattern) {
    return OFFSET_LETTER.matcher(QUOTED.matcher(pattern).replaceAll("")).find();
  }

  /**
   * Returns what is wrong with a pattern, or null if it identifies a time.
   *
   * @throws java.time.DateTimeException if a form cannot be formatted
   */
  static @Nullable String fault(String pattern, ZoneId zone, TimeFormat format) {
    return new TimePattern(pattern, zone, format).fault();
  }

  private @Nullable String fault() {
    List<PatternForms.Form> forms = PatternForms.of(pattern);
    if (forms == null) {
      return "has too many optional parts, or nests them too deep: write at most "
          + PatternForms.MOST_FORMS
          + " combinations of them";
    }
    boolean any = false;
    for (PatternForms.Form form : forms) {
      for (ZoneId of : hasOffset(form.text()) ? OFFSETS : List.of(zone)) {
        DateTimeFormatter formatter =
            DateTimeFormatter.ofPattern(form.pattern(), Locale.ENGLISH).withZone(of);
        String text = formatter.format(SAMPLE);
        Long millis = TimeFormat.pattern(form.pattern(), zone).millis(JsonValue.of(text));
        if (millis == null) {
          // The form has no date, so a record with such a time is rejected.
          continue;
        }
        if (!formatter.format(Instant.ofEpochMilli(millis)).equals(text)) {
          return doesNotIdentifyATime(form);
        }
        if (!millis.equals(format.millis(JsonValue.of(text)))) {
          return isReadByAnotherPart(form, text);
        }
        any = true;
      }
    }
    return any ? null : doesNotIdentifyATime(null);
  }

  private String doesNotIdentifyATime(PatternForms.@Nullable Form form) {
    String where = form == null || form.text().equals(pattern) ? "" : " as " + form.text();
    return "does not identify a time" + where + ": write a pattern like yyyy-MM-dd HH:mm:ss";
  }

  private static String isReadByAnotherPart(PatternForms.Form form, String text) {
    return "does not read '"
        + text
        + "' as "
        + form.text()
        + ", because an optional part before it reads the same text: write the longer part first,"
        + " or one part inside the other, as in yyyy-MM-dd[ HH:mm[:ss]]";
  }
}
