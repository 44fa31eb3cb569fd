package io.leadgate.attack;

import io.leadgate.support.Fixtures;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The token and the paths that attacks use on a gateway.
 *
 * @param token a token for leads
 * @param anything the leads path of a campaign that takes any fields
 * @param demanding the leads path of a campaign that requires 200 fields with long names
 * @param open the leads path of a campaign that requires the same 200 fields and needs no token
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
