/**
 * The kernel's annotation macros, which stand where plain C has nothing: data, from include/linux/compiler_attributes.h,
 * compiler_types.h, init.h, cache.h, linkage.h and the architectures' headers. They are blanked before parsing.
 */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Annotations without arguments. */
export const ATTRIBUTE_WORDS = words(`
  __init __exit __initdata __initconst __exitdata __exitconst __devinit __devexit __devinitdata __devinitconst __meminit
  __meminitdata __meminitconst __memexit __cpuinit __cpuinitdata __ref __refdata __refconst __net_init __net_exit
  __net_initdata __net_initconst __ro_after_init __read_mostly __page_aligned_data __page_aligned_bss __cacheline_aligned
  __cacheline_aligned_in_smp ____cacheline_aligned ____cacheline_aligned_in_smp ____cacheline_internodealigned_in_smp
  __cacheline_internodealigned_in_smp __user __kernel __iomem __percpu __rcu __force __nocast __safe __private __bitwise
  __bitwise__ __must_check __maybe_unused __always_unused __unused __used __packed __pure __attribute_const__ __weak __cold
  __hot __malloc __noreturn __deprecated __always_inline __always_inline__ __gnu_inline __inline __inline__ noinline
  noinline_for_stack noinline_for_tracing noinline_for_kasan notrace noinstr asmlinkage __visible __flatten __noclone
  __no_caller_saved_registers __nonstring __mode __noscs __nocfi __no_kcsan __no_kasan_or_inline
  __no_sanitize_address __no_sanitize_memory __no_sanitize_undefined __no_sanitize_thread __no_sanitize_coverage
  __no_sanitize_or_inline __no_kcsan_or_inline __no_profile __no_stack_protector __no_randomize_layout __randomize_layout
  __designated_init __lockfunc __sched __kprobes nokprobe_inline __irq_entry __softirq_entry __latent_entropy __cpuidle
  __entry_text __noinitretpoline __ksym __bpf_kfunc __bpf_hook_start __bpf_hook_end __tracing_recursion __rust_helper
  __ptrauth __restrict restrict __signed__ __volatile__ __extension__ __refconst __init_or_module __initdata_or_module
  __initconst_or_module __init_or_cpufreq __hyp_text __efi_runtime __efiapi efi_runtime __init_memblock
  __initdata_memblock __devexit_p __head __section_init __ipc_init __ro_after_init_memblock __apicdebuginit __vdso_data
  __paginginit __uml_setup __always_inline_for_fuzzing __counted __signed __refcount __exception_irq_entry __intr_frame
  __naked __noendbr __nostackprotector __seg_gs __seg_fs __my_cpu_type __tracepoint_string __trace_if_var
  __read_only __lsm_ro_after_init __randomize_layout__ __kcsan_or_inline __no_context_analysis context_unsafe_alias
  STACK_FRAME_NON_STANDARD_FP CIFS_LARGE_BUFFER __percpu_type __always_used __no_ftrace __overloadable
  __bpf_md_ptr_attr __guest __hyp __nvhe __uaccess_begin __bpf_nostackprotector
  __init_rwsem_attr __signal_frame ____ptr_aligned asmlinkage_protect inline __attribute_used__ __ring_buffer_attr
  __maybe_unused__ __nonnull_all efi_guid_attr __fastcall fastcall __pkvm __no_sanitize_hwaddress __force_order
  __trace_bprintk_fmt __tracefs_attr __thread _Noreturn noreturn randomized_struct_fields_start randomized_struct_fields_end
  __struct_attr __builtin_attr __net_rx __must_be_locked __no_kstack_erase __no_stack_erase __bpf_internal __flattened
`);

/** Annotations with arguments. */
export const ATTRIBUTE_CALLS = words(`
  __attribute__ __attribute __printf __scanf __aligned __section __alloc_size __assume_aligned __malloc __nonstring
  __counted_by __counted_by_le __counted_by_be __sized_by __counted_by_ptr __no_sanitize __diagnose_as __declspec __error
  __warning __compiletime_error __compiletime_warning __acquires __acquires_shared __releases __releases_shared
  __releases_generic __must_hold __must_hold_shared __cond_acquires __cond_acquires_shared __cond_releases __guarded_by
  __pt_guarded_by __excludes_ctx __nonnull __realloc_size __alias __symbol_alias __free __cleanup __mode __copy
  __returns_nonnull __context_unsafe __no_context_analysis_for __assumes_ctx_lock __rcu_guarded_by
  __acquire_ret __acquire_shared_ret __do_not_access_directly __section_array __rodata_section __nocapture
  __element_count __aligned_largest __attribute_alloc_size __address_space __sanitize ____aligned __designated_init
  __diag_push __diag_pop __diag_ignore __diag_ignore_all __diag context_lock_struct_attr alignas _Alignas __alignas
`);
