/**
 * TorchScript programs written by Java: a module tree as a value, its initial state, and the archive that libtorch opens.
 *
 * <p>Start with {@link io.slipstream.trainer.script.ScriptModule}, the program, and
 * {@link io.slipstream.trainer.script.ScriptArchive}, which writes it as a {@code .pt} file;
 * {@link io.slipstream.trainer.script.Graft} sets a program of somebody else's into one of ours. Nothing here runs a
 * program; that is {@code io.slipstream.trainer.engine}. Uses {@code io.slipstream.trainer.random}, DJL's {@code Shape}
 * and, to read foreign zips, Commons Compress.
 */
@NullMarked
package io.slipstream.trainer.script;

import org.jspecify.annotations.NullMarked;
