package io.slipstream.trainer.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.slipstream.trainer.Inference;
import io.slipstream.trainer.WithTorch;
import io.slipstream.trainer.engine.Program;
import io.slipstream.trainer.script.ForeignSignature.Argument;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithTorch.class)
class GraftTest {

    /** x times a scale of its own. */
    private static final ScriptModule SCALE = ScriptModule.named("Scale")
            .parameter("scale", Initializer.given(2, 3), 2)
            .method("""
                    def forward(self, x: Tensor) -> Tensor:
                      return torch.mul(x, self.scale)
                    """)
            .build();

    /** Scales once itself, once by a child, and once by what is grafted in. */
    private static final ScriptModule ROOT = ScriptModule.named("Root")
            .parameter("weight", Initializer.given(5, 7), 2)
            .buffer("offset", Initializer.given(0.5f, 0.25f), 2)
            .child("head", SCALE)
            .method("""
                    def forward(self, x: Tensor) -> Tensor:
                      y = self.head.forward(self.backbone.forward(x))
                      return torch.add(torch.mul(y, self.weight), self.offset)
                    """)
            .build();

    private static byte[] graft(byte[] foreign) throws ForeignArchiveException {
        return Graft.write(ROOT, StateDict.initial(ROOT, 1), "backbone", ForeignArchive.read(foreign));
    }

    private static byte[] scale() {
        return ScriptArchive.write(SCALE, StateDict.initial(SCALE, 1));
    }

    private static ForeignArchive foreign(String name) throws IOException, ForeignArchiveException {
        try (InputStream in =
                Objects.requireNonNull(GraftTest.class.getResourceAsStream("/foreign/" + name + ".pt"), name)) {
            return ForeignArchive.read(in.readAllBytes());
        }
    }

    @Test
    void aGraftComputesWithItsOwnTensorsAndTheForeignOnes(NDManager manager) throws Exception {
        NDArray x = manager.create(new float[] {1, -1}).expandDims(0);
        byte[] once = graft(scale());
        assertThat(Inference.forward(once, x)).containsExactly(20.5f, -62.75f);
        assertThat(Inference.forward(graft(once), x)).containsExactly(20.5f * 10 + 0.5f, -62.75f * 21 + 0.25f);
    }

    @Test
    void aGraftOfAGraftHasTheParametersOfAllThree(NDManager manager) throws Exception {
        Program program = Program.load(graft(graft(scale())), manager);
        assertThat(program.state().values())
                .containsOnlyKeys(
                        "weight", "head.scale", "backbone.weight", "backbone.head.scale", "backbone.backbone.scale");
        assertThat(program.state().get("backbone.weight")).containsExactly(5, 7);
        assertThat(program.buffers()).isEmpty();
    }

    @Test
    void anArchiveOfAProgramGivesTheWeightsItHasNow(NDManager manager) throws Exception {
        NDArray x = manager.create(new float[] {1, -1}).expandDims(0);
        Program program = Program.load(graft(scale()), manager);
        program.parameters().forEach(parameter -> parameter.muli(2));
        assertThat(Inference.forward(program.archive(), x)).containsExactly(160.5f, -503.75f);
        assertThat(Inference.forward(graft(program.archive()), x))
                .containsExactly(160.5f * 10 + 0.5f, -503.75f * 21 + 0.25f);
    }

    @Test
    void equalPartsGiveEqualBytes() throws Exception {
        assertThat(graft(scale())).isEqualTo(graft(scale()));
    }

    @Test
    void theForeignVersionAndConstantsStayAndExtrasGo() throws Exception {
        ForeignArchive archive = foreign("traced-constant");
        assertThat(archive.entries().keySet())
                .contains("version", "byteorder", "constants.pkl", "constants/0", "code/__torch__.py", "data/0")
                .noneMatch(name -> name.contains("debug_pkl") || name.startsWith("traced_inputs"));
        assertThat(archive.entries().get("version")).asString().isEqualTo("3\n");
    }

    @Test
    void theRootsClassIsFoundAlsoUnderAMangledName() throws Exception {
        assertThat(foreign("scripted").rootClass()).isEqualTo("__torch__.Net");
        assertThat(foreign("tokens").rootClass()).matches("__torch__\\.___torch_mangle_\\d+\\.Tokens");
    }

    @Test
    void aSignatureIsReadFromTheSource() throws Exception {
        assertThat(ForeignSignature.of(foreign("optioned")))
                .contains(new ForeignSignature(
                        List.of(
                                new Argument("x", "Tensor", false),
                                new Argument("scale", "float", true),
                                new Argument("names", "str", true)),
                        "Tensor"));
        assertThat(ForeignSignature.of(foreign("pair")))
                .contains(new ForeignSignature(List.of(new Argument("x", "Tensor", false)), "Tuple[Tensor, Tensor]"));
        assertThat(ForeignSignature.of(foreign("noforward"))).isEmpty();
        assertThat(ForeignSignature.of(ForeignArchive.read(scale())))
                .contains(new ForeignSignature(List.of(new Argument("x", "Tensor", false)), "Tensor"));
    }

    @Test
    void aFileThatIsNoArchiveIsRefused() {
        assertThatThrownBy(() -> ForeignArchive.read(new byte[0]))
                .isInstanceOf(ForeignArchiveException.class)
                .hasMessageContaining("0 bytes that are no zip");
        assertThatThrownBy(() -> ForeignArchive.read(
                        new ArchiveWriter().entry("a", new byte[1]).finish()))
                .isInstanceOf(ForeignArchiveException.class)
                .hasMessageContaining("a zip without data.pkl");
    }
}
