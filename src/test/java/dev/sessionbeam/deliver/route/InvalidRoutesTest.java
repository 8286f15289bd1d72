package dev.sessionbeam.deliver.route;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault is named with its line, its route, its setting, and what to do. */
@Tag("locales")
class InvalidRoutesTest {
  private static List<String> faults(byte[] bytes) {
    InvalidRoutesException e =
        assertThrows(
            InvalidRoutesException.class, () -> TestRoutes.reader().read(bytes, "routes.json"));
    return e.faults().stream().map(InvalidRoutesException.Fault::toString).toList();
  }

  private static List<String> faults(String json) {
    return faults(TestRoutes.bytes(json));
  }

  /** A route whose other settings are valid; those that are given replace them. */
  private static List<String> faultsWith(String settings) {
    StringBuilder json = new StringBuilder("[{").append(settings);
    if (!settings.contains("\"destination_name\"")) {
      json.append(", \"destination_name\": \"d\"");
    }
    if (!settings.contains("\"destination_")
        || (settings.contains("\"destination_name\"")
            && !settings.contains("_url")
            && !settings.contains("_arn"))) {
      json.append(", \"destination_url\": \"https://example.com/\"");
    }
    if (!settings.contains("\"enabled_events\"") && !settings.contains("\"sessions\"")) {
      json.append(", \"enabled_events\": [\"a\"]");
    }
    return faults(json.append("}]").toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "destination_name": ""              | 1: route 1 (): destination_name: is empty: write a value, or remove it
          "destination_name": 5               | 1: route 1: destination_name: must be a text in double quotes, but is a number
          "destination_name": " d"            | 1: route 1 ( d): destination_name: has white space at an end: remove it
          "destination_name": "a\\u0007"      | must have at most 100 characters, and no control characters
          "destination_arn": "orders"         | 1: route 1 (d): destination_arn: 'orders' is not an ARN: write it like arn:aws:sqs:eu-west-1:123456789012:orders
          "destination_arn": "arn:aws:sqs:eu-west-1:123:q" | 1: route 1 (d): destination_arn: '123' is not an account: the account of an ARN is a number of 12 digits
          "destination_arn": "arn:aws:sqs:eu-west-1:123456789012:q", "destination_url": "https://h/" | 1: route 1 (d): destination_arn and destination_url: give one of them
          "destination_url": "example.com"    | 1: route 1 (d): destination_url: is not a URL: write it like https://example.com/events
          "destination_url": "ftp://h/"       | 1: route 1 (d): destination_url: is not a URL: write it like https://example.com/events
          "destination_url": "https://a b/"   | 1: route 1 (d): destination_url: is not a URL: write it like https://example.com/events
          "destination_url": "http://h/"      | 1: route 1 (d): destination_url: must begin with https://; http:// is only for this machine, such as 127.0.0.1
          "destination_url": "http://127.0.0.1.example.com/" | must begin with https://
          "destination_url": "http://localhost.example.com/" | must begin with https://
          "destination_url": "https://u:p@h/" | 1: route 1 (d): destination_url: must not have a user or a password: give a header with auth
          "destination_urll": "https://h/"    | 1: route 1 (d): destination_urll: unknown setting; did you mean 'destination_url'?
          "enabled_event": ["a"], "enabled_events": ["a"] | 1: route 1 (d): enabled_event: unknown setting; did you mean 'enabled_events'?
          "banana": 1                         | 1: route 1 (d): banana: unknown setting; known here: destination_name, destination_arn, destination_url, enabled_events, source, condition, fields, mode, retry, timeout, max_in_flight, rate_limit, auth, endpoint, dead_letter
          "enabled_events": []                | 1: route 1 (d): enabled_events: is empty: name events, or "*" for all; to send nothing, remove the route
          "enabled_events": "a"               | 1: route 1 (d): enabled_events: must be a list, such as ["a", "b"], but is a text
          "enabled_events": ["a", 5]          | 1: route 1 (d): enabled_events[1]: must be a text in double quotes, but is a number
          "enabled_events": ["a", "*"]        | 1: route 1 (d): enabled_events: "*" stands for all events: remove the other names, or "*"
          "enabled_events": null              | 1: route 1 (d): enabled_events: must be a list, such as ["a", "b"], but is null
          "source": "session"                 | 1: route 1 (d): source: unknown value 'session'; did you mean 'sessions'?
          "source": "sessions", "enabled_events": ["a"] | 1: route 1 (d): enabled_events: is for events: with source sessions, remove it, and give a condition instead
          "condition": "nam == 'x'"           | 1: route 1 (d): condition: unknown field or function 'nam' (column 1); did you mean 'name'?
          "condition": "size(name)"           | 1: route 1 (d): condition: a condition must be true or false, but this expression has the type int
          "condition": "event_count > 1"      | 1: route 1 (d): condition: unknown field or function 'event_count'
          "source": "sessions", "condition": "name == 'x'" | 1: route 1 (d): condition: unknown field or function 'name'
          "source": "sessions", "condition": "instant > timestamp(0)" | unknown field or function 'instant'
          "condition": true                   | 1: route 1 (d): condition: must be a text in double quotes, but is true
          "fields": []                        | 1: route 1 (d): fields: is empty: name fields, or remove it to send the whole line
          "fields": "name"                    | 1: route 1 (d): fields: must be a list, such as ["a", "b"], but is a text
          "fields": ["a..b"]                  | 1: route 1 (d): fields[0]: 'a..b' is not a field: a field path needs a name between its dots
          "fields": ["a", "b", "a"]           | 1: route 1 (d): fields[2]: 'a' is named twice: remove one of them
          "source": "sessions", "fields": ["sesion_id"] | 1: route 1 (d): fields[0]: a session has no field 'sesion_id'; did you mean 'session_id'?
          "mode": 1                           | 1: route 1 (d): mode: must be a text in double quotes, but is a number
          "retry": 3                          | 1: route 1 (d): retry: must be an object with attempts, initial_delay, max_delay, but is a number
          "retry": {"attempt": 3}             | 1: route 1 (d): retry.attempt: unknown setting; did you mean 'attempts'?
          "retry": {"attempts": 0}            | 1: route 1 (d): retry.attempts: must be a whole number from 1 to 2147483647
          "retry": {"attempts": 1.5}          | 1: route 1 (d): retry.attempts: must be a whole number from 1 to 2147483647
          "retry": {"attempts": 1e999999999}  | 1: route 1 (d): retry.attempts: must be a whole number from 1 to 2147483647
          "retry": {"attempts": "3"}          | 1: route 1 (d): retry.attempts: must be a whole number, but is a text
          "retry": {"initial_delay": "soon"}  | 1: route 1 (d): retry.initial_delay: 'soon' is not a duration: write it like 30m
          "retry": {"initial_delay": 5}       | 1: route 1 (d): retry.initial_delay: needs a unit (d, h, m, s or ms), and double quotes: "5s"
          "retry": {"initial_delay": "5"}     | 1: route 1 (d): retry.initial_delay: needs a unit (d, h, m, s or ms), e.g. 5m
          "retry": {"initial_delay": "0s"}    | 1: route 1 (d): retry.initial_delay: must be longer than zero
          "retry": {"initial_delay": "2s", "max_delay": "1s"} | 1: route 1 (d): retry.max_delay: must not be shorter than initial_delay
          "timeout": "-1s"                    | 1: route 1 (d): timeout: must be longer than zero
          "max_in_flight": 0                  | 1: route 1 (d): max_in_flight: must be a whole number from 1 to 2147483647
          "rate_limit": 0                     | 1: route 1 (d): rate_limit: must be a number of deliveries a second above 0, such as 50 or "50/s"
          "rate_limit": "50"                  | 1: route 1 (d): rate_limit: must be a number of deliveries a second above 0, such as 50 or "50/s"
          "endpoint": "http://10.0.0.1/"      | 1: route 1 (d): endpoint: must begin with https://; http:// is only for this machine, such as 127.0.0.1
          "dead_letter": "dlq"                | 1: route 1 (d): dead_letter: must be the ARN of an SQS queue or an SNS topic, or the URL of an SQS queue
          "dead_letter": "arn:aws:lambda:eu-west-1:123456789012:function:f" | 1: route 1 (d): dead_letter: must be the ARN of an SQS queue or an SNS topic, or the URL of an SQS queue
          "dead_letter": "http://h/q"         | 1: route 1 (d): dead_letter: must begin with https://
          "mode": "a", "mode": "b"            | 1: route 1 (d): mode: appears here twice: remove one of them
          """)
  void aFaultIsNamedWithItsPlace(String settings, String fault) {
    assertThat(faultsWith(settings), contains(containsString(fault)));
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:lambda:${region}:${account}:function:f, ${region}",
    "arn:aws:lambda:eu-west-1:<account>:function:f, <account>",
    "arn:aws:lambda:eu-west-1:{{account}}:function:f, {{account}}",
    "arn:aws:lambda:eu-west-1:{account}:function:f, {account}",
    "arn:aws:lambda:eu-west-1:ACCOUNT_ID:function:f, ACCOUNT_ID",
    "arn:aws:lambda:eu-west-1:xxxxxxxxxxxx:function:f, xxxxxxxxxxxx",
    "arn:aws:lambda:eu-west-1:XXXXXXXXXXXX:function:f, XXXXXXXXXXXX",
    "arn:aws:lambda:REGION:123456789012:function:f, REGION",
    "arn:aws:lambda:eu-west-1:your-account-id:function:f, your-account-id",
    "arn:aws:lambda:$AWS_REGION:123456789012:function:f, $AWS_REGION",
    "arn:aws:lambda:%REGION%:123456789012:function:f, %REGION%",
    "arn:aws:lambda:..., ..."
  })
  void aPlaceholderInAnArnIsNamed(String arn, String placeholder) {
    assertThat(
        faultsWith("\"destination_arn\": \"" + arn + "\""),
        contains(
            "1: route 1 (d): destination_arn: has the placeholder '"
                + placeholder
                + "': write the real value there"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:lambda:eu-west-1:123456789012:function:account-updates",
        "arn:aws:lambda:eu-west-1:123456789012:function:account:prod",
        "arn:aws:sqs:eu-west-1:123456789012:xxxx",
        "arn:aws:sqs:us-gov-west-1:123456789012:region-events.fifo",
        "arn:aws-cn:lambda:cn-north-1:123456789012:function:todo-list:prod",
        "arn:aws:sqs:eu-west-1:000000000000:xx",
      })
  void whatOnlyLooksLikeAPlaceholderIsAName(String arn) throws Exception {
    String json =
        "[{\"destination_name\": \"d\", \"destination_arn\": \""
            + arn
            + "\", \"enabled_events\": \"*\"}]";
    assertThat(TestRoutes.read(json).all().get(0).arn(), is(arn));
  }

  @Test
  void anAddressOfAUrlMayHaveAnyWords() throws Exception {
    String url = "https://example.com/account/todo/region?x=%C3%A9%20b";
    String json =
        "[{\"destination_name\": \"d\", \"enabled_events\": \"*\", \"destination_url\": \""
            + url
            + "\"}]";
    assertThat(TestRoutes.read(json).all().get(0).url(), is(URI.create(url)));
    assertThat(
        faultsWith("\"destination_url\": \"https://example.com/{id}\""),
        contains(containsString("has a placeholder of the kind {…}: write the real")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "destination_arn": "https://hooks.slack.com/services/T0/B0/SECRET"   | is a URL: write it as destination_url
          "destination_arn": "https://hooks.slack.com/services/T0/B0/{SECRET}" | is a URL: write it as destination_url
          "destination_arn": "hooks.slack.com/services/T0/B0/SECRET"           | this is not an ARN
          "destination_arn": "hooks.slack.com/services/T0/B0/<SECRET>"         | a placeholder of the kind <…>
          "destination_url": "https://hooks.slack.com/services/T0/B0/${SECRET}"| a placeholder of the kind ${…}
          "destination_url": "https://hooks.slack.com/services/T0/B0/$SECRET"  | a placeholder of the kind $NAME
          "dead_letter": "https://hooks.slack.com/services/T0/B0/%SECRET%"     | a placeholder of the kind %…%
          """)
  void aUrlIsNotShown(String setting, String fault) {
    List<String> faults = faultsWith(setting);
    assertThat(faults, contains(containsString(fault)));
    assertThat(faults, not(contains(containsString("SECRET"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"header": "Authorization", "value": "s3cr3t"}                     | auth.value: the routes never hold a secret
          {"header": "Authorization", "environment": "T", "token": "s3cr3t"} | auth.token: the routes never hold a secret
          {"header": "Authorization: s3cr3t", "environment": "T"}            | auth.header: must be only the name of a header, such as Authorization
          {"header": "Authorization", "environment": "Bearer s3cr3t"}        | auth.environment: must be the name of an environment variable
          {"header": "Authorization", "secrets_manager": "Bearer s3cr3t"}    | auth.secrets_manager: must be the name or the ARN of a secret
          {"header": "Authorization"}                                        | auth: name where the header's value is: give one of secrets_manager, file or environment
          {"header": "Authorization", "file": "a", "environment": "B"}       | auth: name where the header's value is: give one of
          {"environment": "T"}                                               | auth.header: is missing
          {"header": "Authorization", "enviroment": "T"}                     | auth.enviroment: unknown setting; did you mean 'environment'?
          "Bearer s3cr3t"                                                    | auth: must be an object with header, secrets_manager, file, environment, but is a text
          """)
  void aSecretInTheRoutesIsRefusedAndNeverPrinted(String auth, String fault) {
    List<String> faults = faultsWith("\"auth\": " + auth);
    assertThat(faults.toString(), containsString(fault));
    assertThat(faults.toString(), not(containsString("s3cr3t")));
  }

  @Test
  void aSecretInAPlaceThatIsNotJsonIsNotPrinted() {
    assertThat(
        faults("[{\"auth\":\n {\"value\": s3cr3t}}]"),
        contains(
            allOf(
                startsWith("2: is not JSON: a text must be in double quotes"),
                not(containsString("s3cr3t")))));
  }

  /** The advice for events would not help: a session has the fields that it has. */
  @Test
  void theConditionOfASessionIsNotSentToTheFieldsOfEvents() {
    assertThat(
        faultsWith("\"source\": \"sessions\", \"condition\": \"nonsense > 1\"").toString(),
        allOf(containsString("known here: actions, "), not(containsString("event.fields"))));
  }

  @Test
  void aHeaderIsForUrlsOnly() {
    assertThat(
        faultsWith(
            "\"destination_arn\": \"arn:aws:sqs:eu-west-1:123456789012:q\", \"auth\":"
                + " {\"header\": \"A\", \"environment\": \"B\"}"),
        contains(
            "1: route 1 (d): auth: is for destination_url: with an ARN, AWS's own credentials are"
                + " used; remove it"));
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThat(
        faults("[\n  {}\n]"),
        contains(
            "2: route 1: destination_name: is missing",
            "2: route 1: destination_arn or destination_url is missing: it says where the"
                + " destination is",
            "2: route 1: enabled_events: is missing"));
  }

  @Test
  void allFaultsComeAtOnceWithTheirLines() {
    assertThat(
        faults(
                """
            [
              {
                "destination_name": "crm",
                "destination_arn": "arn:aws:lambda:${region}:123456789012:function:f",
                "enabled_events": [],
              },
              5,
              {
                "destination_name": "crm",
                "destination_url": "https://example.com/",
                "enabled_events": ["a"],
                "retry": {
                  "attempts": 0,
                  "max_delay": "x"
                }
              },
            ]
            """)
            .stream()
            .map(fault -> fault.replaceAll("(: [^:]*: [^:]*:) .*", "$1"))
            .toList(),
        contains(
            "4: route 1 (crm): destination_arn:",
            "5: route 1 (crm): enabled_events:",
            "7: route 2: must be an object with destination_name, destination_arn, destination_url,"
                + " enabled_events, source, condition, fields, mode, retry, timeout, max_in_flight,"
                + " rate_limit, auth, endpoint, dead_letter, ttl, but is a number",
            "8: route 3 (crm): destination_name:",
            "13: route 3 (crm): retry.attempts:",
            "14: route 3 (crm): retry.max_delay:"));
  }

  @Test
  void twoRoutesOfOneNameAreAFault() {
    String one = TestRoutes.to("crm", "a");
    String two = one.substring(0, one.length() - 1) + ",\n" + one.substring(1);
    assertThat(
        faults(two),
        contains(
            "2: route 2 (crm): destination_name: 'crm' is the name of route 1 in line 1 too: choose"
                + " another one"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []                   | 1: has no route: add one, or run without --routes
          {}                   | 1: must be a list of routes
          ``                   | 1: must be a list of routes
          null                 | 1: must be a list of routes
          [{}                  | 1: is not JSON: Unexpected end-of-input
          [,]                  | 1: is not JSON: Unexpected character
          [{"a": 1} {"b": 2}]  | 1: is not JSON: Unexpected character ('{' (code 123)): was expecting comma to separate Array entries
          [] []                | 1: is not JSON: there is more text after the end of the list
          """)
  void whatIsNotAListOfRoutesIsNamed(String json, String fault) {
    assertThat(faults(json), contains(startsWith(fault)));
  }

  @Test
  void bytesThatAreNotUtf8AreAFault() {
    assertThat(
        faults(new byte[] {'[', '"', (byte) 0xE4, '"', ']'}),
        contains(startsWith("1: is not UTF-8")));
  }

  @Test
  void aFileThatIsTooLargeIsAFault() {
    assertThat(
        faults(new byte[RoutesReader.MAX_BYTES + 1]),
        contains(startsWith("1: is larger than 1 MiB")));
  }

  @Test
  void deepNestingIsAFaultAndNoCrash() {
    assertThat(faults("[".repeat(100_000)), contains(startsWith("1: is not JSON: ")));
  }

  @Test
  void theMessageNamesTheFileInEachLine() {
    InvalidRoutesException e =
        assertThrows(
            InvalidRoutesException.class,
            () -> TestRoutes.reader().read(TestRoutes.bytes("[5,\n6]"), "conf/routes.json"));
    assertThat(
        String.valueOf(e.getMessage())
            .lines()
            .map(line -> line.replaceAll(": must .*", ""))
            .toList(),
        contains("conf/routes.json:1: route 1", "conf/routes.json:2: route 2"));
  }

  @Test
  void faultsOfConnectorsComeTogetherWithTheOthers() {
    RoutesReader reader =
        new RoutesReader(TestRoutes.scopes(), route -> List.of("mode: no such mode"));
    String json =
        TestRoutes.to("a", "x").replace("]}]", "]},\n") + TestRoutes.to("b", "").substring(1);
    InvalidRoutesException e =
        assertThrows(InvalidRoutesException.class, () -> reader.read(TestRoutes.bytes(json), "r"));
    assertThat(
        e.faults().stream().map(InvalidRoutesException.Fault::toString).toList(),
        contains(
            "1: route 1 (a): mode: no such mode",
            "2: route 2 (b): enabled_events[0]: is empty: write a value, or remove it"));
  }

  /** The definition has faults of its own, so it is not known which fields there are. */
  @Test
  void withoutADefinitionOnlyTheConditionsAreNotChecked() throws Exception {
    RoutesReader reader = new RoutesReader(null, RouteCheck.NONE);
    String json = TestRoutes.to("a", "x").replace("}]", ", \"condition\": \"nothing == 5\"}]");
    assertThat(reader.read(TestRoutes.bytes(json), "r").all(), is(not(empty())));
  }

  @Test
  void aTtlThatIsShorterThanOldDeliveriesMayComeIsAFaultForSessions() {
    assertThat(
        faultsWith("\"source\": \"sessions\", \"ttl\": \"1d\""),
        contains(
            "1: route 1 (d): ttl: '1d' is too short: a late event may change a session for 1d30m"
                + " (allowed_lateness and gap), and the retries of a delivery may take 1h5m50s;"
                + " write 1d1h35m50s or more, or remove it to keep sessions for ever"));
    assertThat(
        faultsWith(
            "\"source\": \"sessions\", \"ttl\": \"1d\", \"retry\": {\"attempts\": 1},"
                + " \"timeout\": \"1m\""),
        contains(containsString("the retries of a delivery may take 2m; write 1d32m or more")));
    assertThat(
        faultsWith("\"ttl\": 5"),
        contains(containsString("ttl: needs a unit (d, h, m, s or ms), and double quotes")));
  }
}
