package io.leadgate.domain;

import java.util.OptionalLong;

/**
 * By which knowledge of campaigns and credentials a lead was judged.
 *
 * @param database the number of the database that this node had the knowledge from, counted from 1
 *     since the start of the node; versions of different databases cannot be compared
 * @param unconfirmed the version of the knowledge, if the knowledge was too old to be believed; the
 *     lead may be stored only if this version is still the current one
 */
public record Judgement(int database, OptionalLong unconfirmed) {}
