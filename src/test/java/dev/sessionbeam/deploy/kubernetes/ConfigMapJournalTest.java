package dev.sessionbeam.deploy.kubernetes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.deploy.Launch;
import dev.sessionbeam.deploy.StageNote;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfigMapJournalTest {
  private static final StageNote NOTE =
      new StageNote(new Launch(1, "0000000000000000000000000000000a", null), null, null);
  private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");

  private TestServer server;
  private Kubectl kubectl;

  @BeforeEach
  void start() {
    server = new TestServer();
    kubectl =
        new Kubectl(new StandInTools(server.address(), Path.of("no-buckets")), "shop-dev", null);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ConfigMapJournal open(String holder, Instant now) throws IOException {
    return ConfigMapJournal.open(kubectl, "shop-dev", holder, Clock.fixed(now, ZoneOffset.UTC));
  }

  @Test
  void whatWasWrittenIsReadByTheNextCommand() throws Exception {
    try (ConfigMapJournal first = open("one", NOON)) {
      assertThat(first.read(), is(StageNote.EMPTY));
      first.write(NOTE);
    }
    assertThat(open("two", NOON).read(), is(NOTE));
  }

  @Test
  void twoCommandsAtATimeAreRefusedUntilTheFirstOneRenewsItsNameNoMore() throws Exception {
    open("one", NOON).write(NOTE);
    IOException refused = assertThrows(IOException.class, () -> open("two", NOON.plusSeconds(119)));
    assertThat(
        refused.getMessage(),
        is(
            "another command changes this stage now: one. Wait until it has ended; if it was"
                + " killed, run this again after 2026-12-01T12:02:00Z"));
    assertThat(open("two", NOON.plus(Duration.ofMinutes(2))).read(), is(NOTE));
  }

  @Test
  void aRenewalKeepsOthersOut() throws Exception {
    ConfigMapJournal first = open("one", NOON);
    first.write(NOTE);
    ConfigMapJournal renewed = open("one", NOON.plusSeconds(60));
    renewed.renew();
    assertThrows(IOException.class, () -> open("two", NOON.plusSeconds(179)));
  }

  @Test
  void aCommandThatWasReplacedWritesNothing() throws Exception {
    ConfigMapJournal first = open("one", NOON);
    first.write(NOTE);
    open("two", NOON.plus(Duration.ofMinutes(3))).write(NOTE);
    IOException refused = assertThrows(IOException.class, () -> first.write(StageNote.EMPTY));
    assertThat(refused.getMessage(), startsWith("another command changes this stage now"));
    assertThat(open("two", NOON.plus(Duration.ofMinutes(3))).read(), is(NOTE));
  }

  @Test
  void ofTwoFirstCommandsOneFails() throws Exception {
    ConfigMapJournal first = open("one", NOON);
    ConfigMapJournal second = open("two", NOON);
    first.write(NOTE);
    IOException refused = assertThrows(IOException.class, () -> second.write(StageNote.EMPTY));
    assertThat(refused.getMessage(), containsString("another command"));
  }

  @Test
  void lookingAtItKeepsNobodyOut() throws Exception {
    open("one", NOON).write(NOTE);
    Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
    assertThat(ConfigMapJournal.look(kubectl, "shop-dev", "two", clock).read(), is(NOTE));
  }
}
