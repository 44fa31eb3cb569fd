package io.leadgate.receiver;

import io.leadgate.domain.LeadType;
import io.leadgate.loop.Pieces;
import io.leadgate.receiver.leadexec.ExecPost;
import java.util.function.Function;

/**
 * The body of a post in one of LeadExec's formats.
 *
 * @param length the size of the body, with that of the query where fields stand there
 * @param isLong whether the body may take longer than a piece of work
 * @param post splits the body
 * @param kept makes the body that is quarantined
 */
record ExecBody(
    int length, boolean isLong, Pieces<ExecPost> post, Function<LeadType, KeptBody> kept) {}
