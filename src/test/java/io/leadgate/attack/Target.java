package io.leadgate.attack;

import io.leadgate.support.Fixtures;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What attacks aim at on a gateway.
 *
 * @param token of a credential that may send leads
 * @param anything the path of the leads of a campaign that takes anything
 * @param demanding the same where 200 fields with long names are required
 * @param open the same, and no token is needed
 */
record Target(String token, String anything, String demanding, String open) {

  static Target on(Fixtures fixtures) {
    String fields =
        IntStream.range(0, 200)
            .mapToObj(
                number ->
                    "{\"name\":\"f%099d\",\"type\":\"text\",\"required\":true}".formatted(number))
            .collect(Collectors.joining(",", "[", "]"));
    return new Target(
        fixtures.token("lead_receiver"),
        fixtures.campaignOfAnything().leads(),
        fixtures.campaign(fields).leads(),
        fixtures.openCampaign(fields).leads());
  }
}
