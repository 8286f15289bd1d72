package dev.sessionbeam.definition;

import static dev.sessionbeam.definition.Definitions.faults;
import static dev.sessionbeam.definition.Definitions.minimalWith;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.json.JsonValue;
import dev.sessionbeam.json.TimeFormat;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locales")
class TimePatternTest {
  private static final String OTHER_PART =
      ", because an optional part before it reads the same text: write the longer part first, or"
          + " one part inside the other, as in yyyy-MM-dd[ HH:mm[:ss]]";

  private static String definition(String pattern) {
    return minimalWith(4, "time: {field: t, format: \"" + pattern + "\", zone: Europe/Berlin}");
  }

  private static TimeFormat format(String pattern) throws Exception {
    return Objects.requireNonNull(Definitions.read(definition(pattern)).roles().timeFormat());
  }

  private static @Nullable String read(String pattern, String text) throws Exception {
    Long millis = format(pattern).millis(JsonValue.of(text));
    return millis == null ? null : Instant.ofEpochMilli(Objects.requireNonNull(millis)).toString();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          yyyy-MM-dd[ HH:mm[:ss]]         | 2024-03-10                | 2024-03-09T23:00:00Z
          yyyy-MM-dd[ HH:mm[:ss]]         | 2024-03-10 12:30          | 2024-03-10T11:30:00Z
          yyyy-MM-dd[ HH:mm[:ss]]         | 2024-03-10 12:30:15       | 2024-03-10T11:30:15Z
          yyyy-MM-dd[ HH:mm[:ss]]         | 2024-03-10 12             | -
          [yyyy-MM-dd'T'HH:mm:ss][yyyy-MM-dd HH:mm:ss] | 2024-03-10T12:30:15 | 2024-03-10T11:30:15Z
          [yyyy-MM-dd'T'HH:mm:ss][yyyy-MM-dd HH:mm:ss] | 2024-03-10 12:30:15 | 2024-03-10T11:30:15Z
          [yyyy-MM-dd'T'HH:mm:ss][yyyy-MM-dd HH:mm:ss] | ``            | -
          [yyyyMMddHHmmss][yyyy-MM-dd HH:mm:ss] | 20240310123015      | 2024-03-10T11:30:15Z
          [yyyyMMdd][yyyyMMddHHmm]        | 20240310                  | 2024-03-09T23:00:00Z
          [yyyyMMdd][yyyyMMddHHmm]        | 202403101230              | 2024-03-10T11:30:00Z
          yyyy-MM-dd[ HH:mm               | 2024-03-10                | 2024-03-09T23:00:00Z
          [yyyy-MM-dd][dd.MM.yyyy]        | 2024-03-10                | 2024-03-09T23:00:00Z
          [yyyy-MM-dd][dd.MM.yyyy]        | 10.03.2024                | 2024-03-09T23:00:00Z
          [dd.MM.yyyy][MM/dd/yyyy][ HH:mm] | 03/10/2024 12:30         | 2024-03-10T11:30:00Z
          yyyy-MM-dd['T'][ ]HH:mm         | 2024-03-10T12:30          | 2024-03-10T11:30:00Z
          yyyy-MM-dd['T'][ ]HH:mm         | 2024-03-10 12:30          | 2024-03-10T11:30:00Z
          yyyy-MM-dd HH:mm:ss[.SSSSSS][.SSS] | 2024-03-10 12:30:15.123456 | 2024-03-10T11:30:15.123Z
          yyyy-MM-dd HH:mm:ss[.SSSSSS][.SSS] | 2024-03-10 12:30:15.123 | 2024-03-10T11:30:15.123Z
          yyyy-MM-dd HH:mm[ XXX][ X]      | 2024-03-10 12:30 +05:30   | 2024-03-10T07:00:00Z
          yyyy-MM-dd HH:mm[ XXX][ X]      | 2024-03-10 12:30 +05      | 2024-03-10T07:30:00Z
          yyyy-MM-dd HH:mm[ XXX][ X]      | 2024-03-10 12:30          | 2024-03-10T11:30:00Z
          yyyy-MM-dd[ h:mm a][ H:mm]      | 2024-03-10 3:30 PM        | 2024-03-10T14:30:00Z
          yyyy-MM-dd[ h:mm a][ H:mm]      | 2024-03-10 15:30          | 2024-03-10T14:30:00Z
          yyyy-MM-dd[ HH:mm               | 2024-03-10 15:30          | 2024-03-10T14:30:00Z
          yyyy-MM-dd['['HH:mm']']         | 2024-03-10[15:30]         | 2024-03-10T14:30:00Z
          [HH:mm ]yyyy-MM-dd              | 15:30 2024-03-10          | 2024-03-10T14:30:00Z
          [EEE, ]d MMM yyyy HH:mm         | Sun, 10 Mar 2024 15:30    | 2024-03-10T14:30:00Z
          [EEE, ]d MMM yyyy HH:mm         | 10 Mar 2024 15:30         | 2024-03-10T14:30:00Z
          [MMM d yyyy][ HH:mm]            | Mar 10 2024               | 2024-03-09T23:00:00Z
          [[[[yyyy-MM-dd]]]]              | 2024-03-10                | 2024-03-09T23:00:00Z
          [yyyy-MM-dd][dd.MM.yyyy][MM/dd/yyyy][yyyyMMdd][d MMM yyyy][MMM d, yyyy][yyyy/MM/dd][dd-MMM-yyyy][EEE d MMM yyyy] | Mar 10, 2024 | 2024-03-09T23:00:00Z
          yyyy[-]MM[-]dd                  | 2024-0310                 | 2024-03-09T23:00:00Z
          yyyy-MM-dd[]                    | 2024-03-10                | 2024-03-09T23:00:00Z
          """)
  void anOptionalPartMayBeThereOrNot(String pattern, String text, @Nullable String instant)
      throws Exception {
    assertThat(read(pattern, text), is(instant));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [HH:mm]                            | does not identify a time: write a pattern like yyyy-MM-dd HH:mm:ss
          [HH:mm:ss][HH:mm]                  | does not identify a time: write a pattern like yyyy-MM-dd HH:mm:ss
          [yyyy-MM][ HH:mm]                  | does not identify a time: write a pattern like yyyy-MM-dd HH:mm:ss
          [yyyy][HH:mm]                      | does not identify a time: write a pattern like yyyy-MM-dd HH:mm:ss
          [YYYY-MM-dd]                       | does not identify a time: write a pattern like yyyy-MM-dd HH:mm:ss
          [MM-dd][ HH:mm][ EEE]              | does not identify a time: write a pattern like yyyy-MM-dd HH:mm:ss
          ['yyyy-MM-dd']                     | does not identify a time: write a pattern like yyyy-MM-dd HH:mm:ss
          []                                 | does not identify a time: write a pattern like yyyy-MM-dd HH:mm:ss
          yyyy-MM-dd[ hh:mm]                 | does not identify a time as yyyy-MM-dd hh:mm: write a pattern like yyyy-MM-dd HH:mm:ss
          [yyyy-MM-dd][yyyy-MM-dd hh:mm]     | does not identify a time as yyyy-MM-dd hh:mm: write a pattern like yyyy-MM-dd HH:mm:ss
          yyyy-MM-dd[ h:mm[ a]]              | does not identify a time as yyyy-MM-dd h:mm: write a pattern like yyyy-MM-dd HH:mm:ss
          yyyy-MM-dd[ mm:ss]                 | does not identify a time as yyyy-MM-dd mm:ss: write a pattern like yyyy-MM-dd HH:mm:ss
          """)
  void aPatternWithoutADateOrWithAnUncertainTimeIsRefused(String pattern, String fault) {
    assertThat(
        faults(definition(pattern)), contains("4: event.time.format: '" + pattern + "' " + fault));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          yyyy-MM-dd[ HH:mm][ HH:mm:ss]   | 2017-11-25 16:04:05     | yyyy-MM-dd HH:mm:ss
          [dd/MM/yyyy][MM/dd/yyyy]        | 11/25/2017              | MM/dd/yyyy
          [yyyy-MM-dd][yyyy-MM-dd HH:mm]  | 2017-11-25 16:04        | yyyy-MM-dd HH:mm
          yyyy-MM-dd[ H:mm][ h:mm a]      | 2017-11-25 4:04 PM      | yyyy-MM-dd h:mm a
          yyyy-MM-dd HH:mm[X][XXX]        | 2017-11-25 16:34+01:30  | yyyy-MM-dd HH:mmXXX
          yyyy-MM-dd HH:mm:ss[.SSS][.SSSSSS] | 2017-11-25 16:04:05.678000 | yyyy-MM-dd HH:mm:ss.SSSSSS
          """)
  void aPartThatAnotherPartHidesIsRefused(String pattern, String text, String form) {
    assertThat(
        faults(definition(pattern)),
        contains(
            "4: event.time.format: '"
                + pattern
                + "' does not read '"
                + text
                + "' as "
                + form
                + OTHER_PART));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yyyy-MM-dd[.][,][;][!][?][-][_][:][=]",
        "yyyy-MM-dd[[[[[[[[[[[[[HH]]]]]]]]]]]]]",
      })
  void aPatternWithTooManyFormsIsRefused(String pattern) {
    assertThat(
        faults(definition(pattern)),
        contains(
            "4: event.time.format: '"
                + pattern
                + "' has too many optional parts, or nests them too deep: write at most 200"
                + " combinations of them"));
  }

  @Test
  void aHostilePatternIsRefusedQuickly() {
    String deep = "[".repeat(100_000);
    String wide = "[a]".repeat(30_000);
    assertThat(faults(definition(deep)).size(), is(1));
    assertThat(faults(definition(wide)).size(), is(1));
    assertThat(faults(definition("yyyy-MM-dd" + "[,]".repeat(30_000))).size(), is(1));
  }
}
