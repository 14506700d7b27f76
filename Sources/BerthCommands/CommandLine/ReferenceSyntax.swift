/// The whole command line of the reference, with berth's own commands for images.
///
/// It is what tells a flag that is not supported yet from one that does not exist. Tests compare it with the
/// options that the commands declare.
enum ReferenceSyntax {
    /// The flags that may stand before and after the command word.
    static let global = FlagSyntax.list(
        """
        all-resources ansi= !compatibility dry-run env-file= f,file= no-ansi parallel= profile= progress= \
        project-directory= p,project-name= verbose !workdir=
        """)

    /// The commands that berth has.
    static let commands: [CommandSyntax] = [
        CommandSyntax(
            "build",
            """
            build-arg= builder= check compress force-rm m,memory= no-cache no-rm !print provenance= pull \
            !push q,quiet sbom= ssh= with-dependencies
            """),
        CommandSyntax(
            "config",
            """
            environment explain= format= hash= images lock-image-digests models networks no-consistency \
            no-env-resolution no-interpolate no-normalize no-path-resolution o,output= profiles q,quiet \
            resolve-image-digests services strict variables volumes
            """),
        CommandSyntax("down", "remove-orphans !rmi= t,timeout= v,volumes"),
        CommandSyntax(
            "exec",
            """
            !d,detach e,env= index= i,interactive T,no-tty no-TTY privileged t,tty u,user= w,workdir=
            """, operands: .last),
        CommandSyntax("image prune", "a,all filter= f,force"),
        CommandSyntax("images", "format= q,quiet"),
        CommandSyntax("kill", "!remove-orphans s,signal="),
        CommandSyntax("load", "i,input= q,quiet"),
        CommandSyntax("login", "p,password= password-stdin u,username="),
        CommandSyntax("logout", ""),
        CommandSyntax(
            "logs", "f,follow index= no-color no-log-prefix since= n,tail= t,timestamps until="),
        CommandSyntax("ls", "a,all filter= format= q,quiet"),
        CommandSyntax("ps", "a,all filter= format= no-trunc +orphans q,quiet services status="),
        CommandSyntax(
            "pull",
            "ignore-buildable ignore-pull-failures include-deps no-parallel platform= policy= q,quiet"),
        CommandSyntax("push", "ignore-push-failures include-deps q,quiet"),
        CommandSyntax("restart", "!no-deps t,timeout="),
        CommandSyntax("rmi", "f,force"),
        CommandSyntax("save", "format= o,output="),
        CommandSyntax("start", "!wait !wait-timeout="),
        CommandSyntax("stop", "t,timeout="),
        CommandSyntax("system df", "v,details format="),
        CommandSyntax(
            "up",
            """
            abort-on-container-exit abort-on-container-failure !always-recreate-deps attach= \
            attach-dependencies build d,detach exit-code-from= force-recreate !menu no-attach= no-build \
            no-color no-deps no-log-prefix no-recreate no-start pull= quiet-build quiet-pull remove-orphans \
            V,renew-anon-volumes scale= t,timeout= timestamps wait wait-timeout= !w,watch y,yes
            """),
        CommandSyntax("version", "f,format= short"),
    ]

    /// The commands of the reference that berth does not have yet.
    static let missing = [
        "alpha", "attach", "bridge", "commit", "convert", "cp", "create", "events", "export",
        "pause",
        "port", "publish", "rm", "run", "scale", "stats", "top", "unpause", "volumes", "wait",
        "watch",
    ]
}
