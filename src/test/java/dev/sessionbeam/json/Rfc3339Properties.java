package dev.sessionbeam.json;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class Rfc3339Properties {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  // From about the year -5000 to about the year 12000.
  @Property
  void anInstantIsFormattedAsByDateTimeFormatter(
      @ForAll @LongRange(min = -220_000_000_000L, max = 320_000_000_000L) long second,
      @ForAll @IntRange(max = 999_999_999) int nano) {
    Instant instant = Instant.ofEpochSecond(second, nano);
    assertThat(Rfc3339.format(instant), is(FORMAT.format(instant)));
    assertThat(Rfc3339.format(instant.toEpochMilli()), is(FORMAT.format(instant)));
    assertThat(Rfc3339.toJson(instant).text(), is('"' + FORMAT.format(instant) + '"'));
  }

  @Property
  void anInstantInTheYearsOfEventsIsFormattedAsByDateTimeFormatter(
      @ForAll @LongRange(min = 946_684_800_000L, max = 4_102_444_799_999L) long millis) {
    assertThat(Rfc3339.format(millis), is(FORMAT.format(Instant.ofEpochMilli(millis))));
  }

  // As above, beyond the years that have four digits on both sides.
  @Property
  void whatIsFormattedIsReadInTheYearsOfFourDigits(
      @ForAll @LongRange(min = -220_000_000_000_000L, max = 320_000_000_000_000L) long millis) {
    String text = Rfc3339.format(millis);
    Long expected = text.length() == "0000-00-00T00:00:00.000Z".length() ? millis : null;
    assertThat(Rfc3339.read(JsonValue.of(text)), is(expected));
  }

  @Property(tries = 10_000)
  void onlyWhatIsFormattedIsRead(
      @ForAll @LongRange(min = 946_684_800_000L, max = 4_102_444_799_999L) long millis,
      @ForAll @IntRange(max = 23) int at,
      @ForAll @CharRange(from = '.', to = ':') char other) {
    StringBuilder changed = new StringBuilder(Rfc3339.format(millis));
    changed.setCharAt(at, other);
    Long read = Rfc3339.read(JsonValue.of(changed.toString()));
    Long expected = TimeFormat.iso8601(ZoneOffset.UTC).millis(JsonValue.of(changed.toString()));
    boolean formatted = expected != null && Rfc3339.format(expected).contentEquals(changed);
    assertThat(changed.toString(), read, is(formatted ? expected : null));
  }
}
