package dev.sessionbeam.output;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.cli.CommandRun;

/** What {@code sessionbeam tables} prints. */
public final class TablesScript {
  private TablesScript() {}

  /** Returns the script for an output of {@code pipelines/nitro.yaml}. */
  public static String print(String location, String dialect, String format) {
    return print("pipelines/nitro.yaml", location, dialect, format);
  }

  /** Returns the script for an output of a definition. */
  public static String print(String definition, String location, String dialect, String format) {
    CommandRun printed =
        CommandRun.of(
            "tables",
            "--definition=" + definition,
            "--location=" + location,
            "--dialect=" + dialect,
            "--format=" + format);
    assertThat(printed.err(), printed.status(), is(0));
    return printed.out();
  }
}
