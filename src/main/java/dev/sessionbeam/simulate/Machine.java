package dev.sessionbeam.simulate;

import java.util.List;

/**
 * A machine that sends events: what all its events have in common. Some ids are not ASCII. Their
 * machines write them sometimes as they are and sometimes with escapes, which is the same string in
 * JSON.
 *
 * @param id the machine's id
 * @param idTexts the ways in which the id is written, as JSON
 */
record Machine(String id, List<String> idTexts, Build build, String os) {
  private static final List<String> SYSTEMS =
      List.of("Windows 10", "Windows 7", "Windows 8.1", "macOS 10.12");

  private static final double NAMED = 0.1;

  static Machine of(SeededRandom dice) {
    String uuid = dice.uuid();
    boolean named = dice.chance(NAMED);
    String id = named ? "Büro-" + uuid : uuid;
    List<String> idTexts =
        named ? List.of('"' + id + '"', "\"B\\u00fcro-" + uuid + '"') : List.of('"' + id + '"');
    return new Machine(id, idTexts, dice.pick(Build.ALL), dice.pick(SYSTEMS));
  }
}
