@NullMarked
package io.leadgate.redis;

import org.jspecify.annotations.NullMarked;
