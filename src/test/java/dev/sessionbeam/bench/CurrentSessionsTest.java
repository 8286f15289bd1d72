package dev.sessionbeam.bench;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CurrentSessionsTest {
  private final CurrentSessions sessions = new CurrentSessions();

  @Test
  void theLineWithTheHighestRevisionIsCurrent() throws IOException {
    add("{'session_id':'a','revision':2}", "a2");
    add("{'session_id':'a'}", "a0");
    add("{'session_id':'a','revision':1}", "a1");
    add("{'session_id':'b'}", "b0");
    assertThat(sessions.identities(), containsInAnyOrder("a2", "b0"));
    assertThat(sessions.areRevised(), is(true));
  }

  @Test
  void aSessionThatIsReplacedDoesNotExist() throws IOException {
    add("{'session_id':'a','revision':1,'replaces':['b','c']}", "a1");
    add("{'session_id':'b'}", "b0");
    add("{'session_id':'c'}", "c0");
    assertThat(sessions.identities(), containsInAnyOrder("a1"));
  }

  @Test
  void aSessionThatWasReplacedComesBackWithALaterRevision() throws IOException {
    add("{'session_id':'b','revision':2}", "b2");
    add("{'session_id':'a','revision':1,'replaces':['b']}", "a1");
    assertThat(sessions.identities(), containsInAnyOrder("a1", "b2"));
  }

  @Test
  void anEventIsCurrentIfTheLineOfItsSessionAndRevisionIs() throws IOException {
    add("{'session_id':'a'}", "a0");
    add("{'session_id':'a','revision':1,'replaces':['b']}", "a1");
    add("{'session_id':'b'}", "b0");
    assertThat(sessions.haveEvent(json("{'session_id':'a','revision':1}")), is(true));
    assertThat(sessions.haveEvent(json("{'session_id':'a'}")), is(false));
    assertThat(sessions.haveEvent(json("{'session_id':'b'}")), is(false));
    assertThat(sessions.haveEvent(json("{'session_id':'c'}")), is(false));
  }

  @Test
  void theSameRevisionTwiceIsAFault() throws IOException {
    add("{'session_id':'a'}", "a0");
    IOException twice = assertThrows(IOException.class, () -> add("{'session_id':'a'}", "again"));
    assertThat(twice.getMessage(), containsString("the session a with revision 0"));
  }

  private void add(String session, String identity) throws IOException {
    sessions.add(json(session), identity);
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text.replace('\'', '"'));
  }
}
