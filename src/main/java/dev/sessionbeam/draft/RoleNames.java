package dev.sessionbeam.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How much the name of a field speaks for a role. The names are those of the formats in {@code
 * pipelines/examples}, and of other trackers that many senders use.
 */
enum RoleNames {
  ID(
      List.of(
          Set.of("eventid", "messageid", "recordid", "insertid", "eventuuid", "requestid"),
          Set.of("id", "uuid", "guid"))),
  MACHINE(
      List.of(
          Set.of(
              "machineid",
              "machine",
              "deviceid",
              "anonymousid",
              "visitorid",
              "clientid",
              "cookieid",
              "pseudoid",
              "distinctid",
              "installationid",
              "installid",
              "browserid",
              "domainuserid"),
          Set.of("userid", "user", "uid", "customerid", "accountid", "memberid"),
          Set.of("ip", "clientip", "ipaddress", "clientaddress", "remoteaddr", "hostname"))),
  ACTION(
      List.of(
          Set.of("action", "eventname", "eventaction"),
          Set.of("event", "eventtype", "type", "kind", "verb", "activity"),
          Set.of("name", "method", "operation", "command"))),
  TIME(
      List.of(
          Set.of(
              "timestamp",
              "time",
              "ts",
              "eventtime",
              "eventtimestamp",
              "occurredat",
              "happenedat",
              "datetime",
              "timeunixnano",
              "createdat"),
          Set.of("date", "tstamp", "at", "on")));

  /** Weaker than every name: only the values speak for the role. */
  static final int NONE = 9;

  /** Words that say that a time is not that of the event, but of something that was done to it. */
  private static final Set<String> OTHER_TIMES =
      Set.of(
          "received",
          "server",
          "collector",
          "ingest",
          "ingested",
          "ingestion",
          "etl",
          "load",
          "loaded",
          "sent",
          "observed",
          "processed",
          "stored",
          "updated",
          "first",
          "last",
          "offset",
          "expires",
          "expiry",
          "arrival",
          "original",
          "session",
          "previous",
          "build");

  /** Words at the end of an action that begins something. */
  private static final Set<String> BEGINNINGS =
      Set.of(
          "start",
          "started",
          "open",
          "opened",
          "launch",
          "launched",
          "login",
          "logon",
          "signin",
          "join",
          "joined",
          "boot",
          "begin",
          "connect",
          "connected");

  private static final Pattern BETWEEN_WORDS =
      Pattern.compile("[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])");

  @SuppressWarnings("ImmutableEnumChecker") // List.of and Set.of cannot be changed.
  private final List<Set<String>> tiers;

  RoleNames(List<Set<String>> tiers) {
    this.tiers = tiers;
  }

  /** Returns how well a name fits: 1 is best; {@link #NONE} if it does not. */
  int tier(FieldRef field) {
    List<String> words = words(field);
    if (this == TIME && words.stream().anyMatch(OTHER_TIMES::contains)) {
      return tiers.size() + 1;
    }
    for (int tier = 1; tier <= tiers.size(); tier++) {
      Set<String> names = tiers.get(tier - 1);
      // page.id is no id of the event, and page.type is no action: of one word, all must fit.
      boolean fits =
          names.contains(String.join("", words))
              || names.contains(last(words, 2))
              || names.contains(last(words, 3))
              || (isTheLastWordEnough(field, tier) && names.contains(last(words, 1)));
      if (fits) {
        return tier;
      }
    }
    return NONE;
  }

  private boolean isTheLastWordEnough(FieldRef field, int tier) {
    return switch (this) {
      case ID -> false;
      case MACHINE -> field.isTopLevel();
      case ACTION -> tier == 1 || (tier == 3 && field.isTopLevel());
      case TIME -> true;
    };
  }

  private static List<String> words(FieldRef field) {
    List<String> words = new ArrayList<>();
    for (String name : field.names()) {
      for (String word : BETWEEN_WORDS.split(name, -1)) {
        if (!word.isEmpty()) {
          words.add(word.toLowerCase(Locale.ROOT));
        }
      }
    }
    return words;
  }

  private static String last(List<String> words, int number) {
    return words.size() < number
        ? ""
        : String.join("", words.subList(words.size() - number, words.size()));
  }

  /** Whether the last word of an action says that something begins. */
  static boolean soundsLikeABeginning(String action) {
    List<String> words = words(FieldRef.of(List.of(action)));
    return BEGINNINGS.contains(last(words, 1)) || BEGINNINGS.contains(last(words, 2));
  }
}
