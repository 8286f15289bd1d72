package dev.sessionbeam.definition;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locales")
class DefinitionPrinterTest {
  private static final String EVERY_SETTING =
      """
      name: every-setting
      event:
        id: meta.id
        machine: device.id
        time:
          field: sent
          format: yyyy-MM-dd HH:mm:ss
          zone: Europe/Berlin
          max_clock_skew: 5m
        action: action
      validate:
        required:
          - build
          - page.path
        allowed:
          os:
            - Windows 10
            - 11
            - 1.50
            - true
            - "no"
            - "007"
            - "1_000"
            - "null"
        range:
          text_length:
            min: 0
            max: 1000.0
        schema: event.json
      clean:
        - when: build.startsWith('9.0.')
          scale:
            price: 0.01
          trim:
            - action
          lower:
            - action
          upper:
            - country
        - rename:
            old: new
          map:
            os:
              "11": 11
              Win10: Windows 10
              n/a: null
              ? "two\\nlines:"
              : "1e3"
          default:
            country: unknown
            "yes": 12345678901234567890
          set:
            length: "size(action) > 3 ? 'a: b' : \\"c # d\\""
          drop:
            - debug
            - page.secret
      enrich:
        event_time: instant.rfc3339()
        event_hour: instant.getHours() + 1
      session:
        gap: 1h30m
        opening: action == 'start'
        max_duration: 12h
        allowed_lateness: 2d500ms
        max_machine_size: 1GiB
      output:
        partition: hour
        format: parquet
        compression: gzip
        date_name: day
        hour_name: h
        columns:
          build: string
          '"app.version"':
            type: "decimal(20,2)"
            as: app_version_number
          document.pages: int64
      """;

  @TempDir Path folder;

  @Test
  void everySettingIsPrintedAsItWasWritten() throws Exception {
    Files.writeString(folder.resolve("event.json"), "{}");
    Definition definition = DefinitionReader.read(EVERY_SETTING, folder);
    assertThat(DefinitionPrinter.print(definition), equalTo(EVERY_SETTING));
  }

  @Test
  void defaultsAreFilledIn() throws Exception {
    assertThat(
        DefinitionPrinter.print(Definitions.read(Definitions.MINIMAL)),
        equalTo(
            """
            name: irc
            event:
              machine: machine_id
              time:
                field: timestamp
                format: iso8601
                zone: UTC
                max_clock_skew: 1h
              action: action
            session:
              gap: 30m
              max_duration: 1d
              allowed_lateness: 1d
              max_machine_size: 256MiB
            output:
              partition: date
              format: json
              compression: gzip
              date_name: date
            """));
  }

  @Test
  void aDurationOfZeroIsPrintedWithAUnit() throws Exception {
    String yaml = Definitions.MINIMAL + "  max_duration: 0";
    assertThat(
        DefinitionPrinter.print(Definitions.read(yaml)), containsString("  max_duration: 0s\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "epoch_seconds",
        "epoch_millis",
        "epoch_seconds_lenient",
        "epoch_millis_lenient",
        "epoch_micros",
        "epoch_nanos"
      })
  void anEpochFormatIsPrintedByItsNameAndWithoutAZone(String format) throws Exception {
    String yaml = Definitions.minimalWith(4, "time: {field: t, format: " + format + "}");
    assertThat(
        DefinitionPrinter.print(Definitions.read(yaml)),
        containsString("    format: " + format + "\n    max_clock_skew: 1h\n"));
  }
}
