package dev.sessionbeam.bench;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocTableTest {
  private static final String BEGIN = "<!-- bench growth: written by make bench UPDATE=1 -->\n";
  private static final String END = "<!-- bench growth: end -->\n";

  @TempDir private Path folder;

  @Test
  void theTableReplacesWhatIsBetweenItsComments() throws IOException {
    Path page = page("before\n\n" + BEGIN + "\n| old |\n\n" + END + "\nafter\n");
    DocTable.write("growth", "| new |\n|---|\n", page);
    assertThat(
        Files.readString(page),
        is("before\n\n" + BEGIN + "\n| new |\n|---|\n\n" + END + "\nafter\n"));
  }

  @Test
  void theTablesOfOtherKeysStay() throws IOException {
    String other = "<!-- bench shapes: written by make bench UPDATE=1 -->\n| shapes |\n";
    Path page = page(other + BEGIN + END);
    DocTable.write("growth", "| new |", page);
    assertThat(Files.readString(page), is(other + BEGIN + "\n| new |\n\n" + END));
  }

  @Test
  void toWriteItTwiceIsToWriteItOnce() throws IOException {
    Path page = page(BEGIN + END);
    DocTable.write("growth", "| new |\n", page);
    String once = Files.readString(page);
    DocTable.write("growth", "| new |\n", page);
    assertThat(Files.readString(page), is(once));
  }

  @Test
  void aPageWithoutTheCommentsIsRefusedAndStaysAsItIs() throws IOException {
    for (String text : new String[] {"", BEGIN, END, END + BEGIN, BEGIN + BEGIN + END}) {
      Path page = page(text);
      IOException refused =
          assertThrows(IOException.class, () -> DocTable.write("growth", "| new |", page));
      assertThat(
          refused.getMessage(),
          allOf(
              containsString("page.md has no place for the table growth"),
              containsString(BEGIN.strip()),
              containsString(END.strip())));
      assertThat(Files.readString(page), is(text));
    }
  }

  private Path page(String text) throws IOException {
    return Files.writeString(folder.resolve("page.md"), text);
  }
}
