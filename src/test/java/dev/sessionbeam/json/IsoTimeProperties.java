package dev.sessionbeam.json;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class IsoTimeProperties {
  private static final long FIRST = -62_000_000_000L; // In the year 5.
  private static final long LAST = 253_000_000_000L; // In the year 9987.

  private static final String CHARACTERS = "0123456789-+:.,TtZzWwUG C\u0660";

  /** The forms that java.time did not read. */
  private static final Pattern NEW =
      Pattern.compile(
          "\\d{4}(-\\d{3}|\\d{3}|W\\d{3})([T ].*)?|.*:?60.*|.*[T ]24.*|.*\\d (UTC|GMT|Z|[+-]\\d\\d).*",
          Pattern.CASE_INSENSITIVE);

  /** Texts that java.time read although an offset, a time, minutes or a fraction is repeated. */
  private static final Pattern REPEATED =
      Pattern.compile(
          "(?i).*("
              + "[T ]\\S*(Z|[+-]\\d\\d[:\\d]*)(Z|[+-]\\d\\d)"
              + "|T\\S+ \\d\\d"
              + "|[T ]\\d\\d:\\d\\d(:\\d\\d)?\\d\\d"
              + "|[.,]\\d+[.,]\\d"
              + ").*");

  private static final List<DateTimeFormatter> FORMATS =
      List.of(
          formatter("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSXXX"),
          formatter("uuuuMMdd'T'HHmmss.SSSSSSSSSX"),
          formatter("uuuu-MM-dd HH:mm:ss,SSSSSSSSS 'UTC'"),
          formatter("uuuu-MM-dd HH:mm:ss.SSSSSSSSS Z"),
          formatter("uuuu-DDD'T'HH:mm:ss.SSSSSSSSSXXX"),
          formatter("uuuuDDD'T'HHmmss.SSSSSSSSSXX"),
          DateTimeFormatter.ISO_OFFSET_DATE_TIME.localizedBy(Locale.ROOT));

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
  }

  @Property
  void aFormattedInstantIsReadBackAndFloored(
      @ForAll @LongRange(min = FIRST, max = LAST) long second,
      @ForAll @IntRange(max = 999_999_999) int nano,
      @ForAll @IntRange(min = -18 * 60, max = 18 * 60) int minutes) {
    Instant instant = Instant.ofEpochSecond(second, nano);
    for (DateTimeFormatter format : FORMATS) {
      boolean utc = format.toString().contains("UTC");
      ZoneOffset offset = utc ? ZoneOffset.UTC : ZoneOffset.ofTotalSeconds(minutes * 60);
      OffsetDateTime time = instant.atOffset(offset);
      String text = format.format(time);
      assertThat(text, IsoTime.millis(text, ZoneOffset.MAX), is(instant.toEpochMilli()));
    }
  }

  @Property(tries = 3_000, shrinking = ShrinkingMode.OFF)
  void aWeekDateIsReadAsByJavaTime(@ForAll @IntRange(min = 1, max = 3_000_000) int day) {
    String text =
        DateTimeFormatter.ISO_WEEK_DATE.format(java.time.LocalDate.ofEpochDay(day - 700_000L));
    Long expected = JavaTimeIso.millis(text);
    assertThat(text, IsoTime.millis(text, ZoneOffset.UTC), is(expected));
    assertThat(text, IsoTime.millis(text.replace("-", ""), ZoneOffset.UTC), is(expected));
  }

  @Property
  void laterTextsHaveLaterInstants(
      @ForAll @LongRange(min = FIRST, max = LAST) long second,
      @ForAll @IntRange(max = 999_999_999) int nano,
      @ForAll @LongRange(min = 0, max = 3_000_000_000L) long later) {
    Instant instant = Instant.ofEpochSecond(second, nano);
    long first = read(instant);
    long next = read(instant.plusNanos(later));
    assertThat(next, is(greaterThanOrEqualTo(first)));
    assertThat(next - first, is(lessThanOrEqualTo(later / 1_000_000 + 1)));
  }

  private static long read(Instant instant) {
    return Objects.requireNonNull(IsoTime.millis(instant.toString(), ZoneOffset.UTC));
  }

  @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
  void aTextThatJavaTimeReadsHasTheSameInstantAndOnlyNewFormsAreReadBeyond(@ForAll Random random) {
    String text = text(random);
    Long before = JavaTimeIso.millis(text);
    Long millis = IsoTime.millis(text, ZoneOffset.UTC);
    if (before == null) {
      assertThat(text + " is read", millis == null || NEW.matcher(text).matches());
    } else {
      assertThat(
          text, millis == null && REPEATED.matcher(text).matches() ? before : millis, is(before));
    }
  }

  /** Returns a text that is valid, or almost. */
  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    text.append(
        switch (random.nextInt(6)) {
          case 0 -> form(random, "%04d%02d%02d", 2100, 13, 32);
          case 1 -> form(random, "%04d-W%02d-%d", 2100, 54, 9);
          case 2 -> form(random, "%04d-%03d", 2100, 370);
          case 3 -> form(random, "%04dW%02d%d", 2100, 54, 9);
          default -> form(random, "%04d-%02d-%02d", 2100, 13, 32);
        });
    if (random.nextInt(5) > 0) {
      text.append("Tt ".charAt(random.nextInt(3)));
      text.append(
          switch (random.nextInt(6)) {
            case 0 -> form(random, "%02d", 26);
            case 1 -> form(random, "%02d:%02d", 26, 62);
            case 2 -> form(random, "%02d%02d%02d", 26, 62, 62);
            case 3 -> form(random, "%02d%02d%02d,%d", 25, 61, 61, 1 << 30);
            case 4 -> form(random, "%02d:%02d:%02d.%d%d", 25, 61, 61, 1 << 30, 1 << 30);
            default -> form(random, "%02d:%02d:%02d", 25, 61, 61);
          });
      text.append(random.nextInt(4) == 0 ? " " : "");
      text.append(
          switch (random.nextInt(6)) {
            case 0 -> form(random, "+%02d", 20);
            case 1 -> form(random, "-%02d:%02d", 20, 62);
            case 2 -> form(random, "+%02d%02d", 20, 62);
            case 3 -> form(random, "-%02d:%02d:%02d", 19, 62, 62);
            case 4 -> "";
            default -> "Z";
          });
    }
    int at = random.nextInt(text.length());
    String character = CHARACTERS.substring(at % CHARACTERS.length()).substring(0, 1);
    switch (random.nextInt(6)) {
      case 0 -> text.insert(at, character);
      case 1 -> text.replace(at, at + 1, character);
      case 2 -> text.deleteCharAt(at);
      default -> {}
    }
    return text.toString();
  }

  private static String form(Random random, String form, int... bounds) {
    Object[] numbers = new Object[bounds.length];
    for (int i = 0; i < bounds.length; i++) {
      numbers[i] = random.nextInt(bounds[i]);
    }
    return String.format(Locale.ROOT, form, numbers);
  }
}
