/*
 * The runtime installs handlers and starts a thread. A host's own handlers, of faults too and on a stack of their own,
 * have to go on working; its SIGPIPE has to stay what it was; and its handlers must not run on the runtime's thread.
 */
#define _GNU_SOURCE

#include "check.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <unistd.h>

static sigjmp_buf back;
static atomic_int faults;
static atomic_int user_signals;
static atomic_int alarms;
static pthread_t main_thread;
static char alternate[65536];

static void on_fault(int signal, siginfo_t *info, void *context)
{
    char here;
    (void)signal;
    (void)info;
    (void)context;
    CHECK(&here >= alternate && &here < alternate + sizeof alternate);
    atomic_fetch_add(&faults, 1);
    siglongjmp(back, 1);
}

static void on_user(int signal)
{
    (void)signal;
    CHECK(pthread_equal(pthread_self(), main_thread));
    atomic_fetch_add(&user_signals, 1);
}

static void on_alarm(int signal)
{
    (void)signal;
    atomic_fetch_add(&alarms, 1);
}

static void install(int signal, void (*plain)(int), void (*fault)(int, siginfo_t *, void *))
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    if (fault != NULL) {
        action.sa_sigaction = fault;
        action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    } else {
        action.sa_handler = plain;
        action.sa_flags = SA_RESTART;
    }
    CHECK(sigaction(signal, &action, NULL) == 0);
}

static int is_default(int signal)
{
    struct sigaction action;
    CHECK(sigaction(signal, NULL, &action) == 0);
    return action.sa_handler == SIG_DFL;
}

static void fault(volatile char *page)
{
    int before = atomic_load(&faults);
    if (sigsetjmp(back, 1) == 0) {
        *page = 1;
        CHECK(0); /* it was written */
    }
    CHECK(atomic_load(&faults) == before + 1);
}

static void print_handlers(const char *when)
{
    int number;
    printf("%s:", when);
    for (number = 1; number < 65; number++) {
        struct sigaction action;
        if (sigaction(number, NULL, &action) == 0 && action.sa_handler != SIG_DFL) {
            printf(" %d%s", number, action.sa_handler == SIG_IGN ? " ignored" : "");
        }
    }
    printf("\n");
}

int main(int argc, char **argv)
{
    stack_t stack;
    fixture picture;
    int i;
    char *page = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(page != MAP_FAILED);
    main_thread = pthread_self();
    memset(&stack, 0, sizeof stack);
    stack.ss_sp = alternate;
    stack.ss_size = sizeof alternate;
    CHECK(sigaltstack(&stack, NULL) == 0);
    install(SIGSEGV, NULL, on_fault);
    install(SIGUSR1, on_user, NULL);
    install(SIGALRM, on_alarm, NULL);
    print_handlers("before the first call");
    fault(page);

    picture = set_up(argc, argv, "picture");
    print_handlers("after");
    CHECK(is_default(SIGPIPE) && is_default(SIGINT) && is_default(SIGTERM) && is_default(SIGCHLD));

    /* The host's faults are still the host's. */
    fault(page);
    check_encodes(picture.encoder, &picture.test.image, &picture.test);
    fault(page);

    /* Signals to the process, while this thread, the only one of the host, has them blocked, wait for it. */
    for (i = 0; i < 50; i++) {
        sigset_t user;
        sigset_t before;
        int so_far = atomic_load(&user_signals);
        sigemptyset(&user);
        sigaddset(&user, SIGUSR1);
        CHECK(pthread_sigmask(SIG_BLOCK, &user, &before) == 0);
        CHECK(kill(getpid(), SIGUSR1) == 0);
        check_encodes(picture.encoder, &picture.test.image, &picture.test);
        CHECK(atomic_load(&user_signals) == so_far);
        CHECK(pthread_sigmask(SIG_SETMASK, &before, NULL) == 0);
        CHECK(atomic_load(&user_signals) == so_far + 1);
    }

    /* And signals that interrupt the work do not change it: until some came, however short an encode is. */
    ualarm(200, 200);
    for (i = 0; i < 200 || (atomic_load(&alarms) < 20 && i < 1000000); i++) {
        check_encodes(picture.encoder, &picture.test.image, &picture.test);
    }
    ualarm(0, 0);
    CHECK(atomic_load(&alarms) >= 20);
    tear_down(&picture);
    return 0;
}
